/**
 * SIP transports on an event loop: UDP, TCP, connections, WebSockets, keep-alive (RFC 3261 18, RFC
 * 5626 4.4, RFC 5923). Knows messages and sockets, but no transactions.
 */
package org.sipasync.sip.transport;
