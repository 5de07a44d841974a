/** DNS lookups without a waiting thread: addresses, SRV, NAPTR and ENUM. */
package org.sipasync.functions.dns;
