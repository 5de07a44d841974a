/**
 * Next hop of a request (RFC 3263): NAPTR, SRV and addresses by an asynchronous resolver, and the
 * next server if one fails. Stands on transactions and transports.
 *
 * <p>Confined to one loop thread, except resolvers, which may complete on any thread.
 */
package org.sipasync.sip.locate;
