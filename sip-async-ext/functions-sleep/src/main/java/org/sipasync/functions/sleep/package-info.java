/** Sleeping without a thread. */
package org.sipasync.functions.sleep;
