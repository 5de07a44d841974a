/** Digest authentication (RFC 7616, RFC 8760), independent of SIP classes and the database. */
package org.sipasync.sample.digest;
