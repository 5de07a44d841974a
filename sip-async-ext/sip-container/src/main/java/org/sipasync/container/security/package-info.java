/** Digest client of RFC 3261 22 and RFC 8760. Knows messages only; for the lane of its session. */
package org.sipasync.container.security;
