/** Lookups in the DNS without a thread that waits: addresses, SRV, NAPTR and ENUM. */
package org.sipasync.functions.dns;
