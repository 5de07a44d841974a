/** Functions that complete without holding a thread: start, progress and result. */
package org.sipasync.function;
