/**
 * An event loop: {@link org.sipasync.loop.EventLoop} runs tasks, timers and channel handlers on one
 * thread, {@link org.sipasync.loop.LoopThread} drives it. Needs the JDK only.
 */
package org.sipasync.loop;
