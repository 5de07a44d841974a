/** HTTP requests without a thread that waits, from the host's lookup to the last byte. */
package org.sipasync.functions.rest;
