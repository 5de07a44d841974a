/** Name lookups of the SIP stack by the functions' DNS client: one cache and one thread for all. */
package org.sipasync.container.locate;
