/**
 * SIP transactions: RFC 3261 section 17 with RFC 6026 and RFC 4320. Each machine works on message
 * bytes and status codes and knows neither parser nor socket.
 *
 * <p>Everything is confined to one loop thread.
 */
package org.sipasync.sip.transaction;
