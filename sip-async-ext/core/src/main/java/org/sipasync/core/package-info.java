/**
 * The engine: operations and what progresses them on event loops. Knows no SIP class.
 *
 * <p>Reading order: {@link org.sipasync.core.Operation}, {@link org.sipasync.loop.EventLoop},
 * {@link org.sipasync.core.ActiveOperation}, {@link org.sipasync.core.Engine}.
 */
package org.sipasync.core;
