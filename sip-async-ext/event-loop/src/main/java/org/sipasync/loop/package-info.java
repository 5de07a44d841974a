/**
 * The event loop that operations, functions and the SIP stack share. {@link
 * org.sipasync.loop.EventLoop} holds tasks, timers and channels; {@link
 * org.sipasync.loop.LoopThread} drives it.
 */
package org.sipasync.loop;
