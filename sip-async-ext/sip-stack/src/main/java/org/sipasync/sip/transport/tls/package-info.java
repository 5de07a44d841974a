/**
 * Certificates of SIP over TLS and the names that they prove (RFC 5922). Knows neither connections
 * nor messages.
 */
package org.sipasync.sip.transport.tls;
