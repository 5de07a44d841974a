/** HTTP requests without a waiting thread, from the host lookup to the last byte. */
package org.sipasync.functions.rest;
