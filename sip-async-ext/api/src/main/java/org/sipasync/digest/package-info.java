/** Digest authentication of those who send SIP requests (RFC 3261, 22; RFC 7616; RFC 8760). */
package org.sipasync.digest;
