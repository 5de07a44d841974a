/** Digest authentication (RFC 7616, RFC 8760): knows no SIP class and no database. */
package org.sipasync.sample.digest;
