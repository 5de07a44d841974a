/**
 * Functions that can be waited for without a thread: how they start, how they progress, what they
 * come to.
 */
package org.sipasync.function;
