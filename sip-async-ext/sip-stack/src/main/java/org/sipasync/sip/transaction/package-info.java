/**
 * SIP transactions: RFC 3261 section 17 with RFC 6026 and RFC 4320. {@link
 * org.sipasync.sip.transaction.TransactionLayer} is the way in. The machines beneath it work on
 * message bytes and status codes, and know neither parser nor socket.
 *
 * <p>Everything is confined to one loop thread, unless documented as thread-safe.
 */
package org.sipasync.sip.transaction;
