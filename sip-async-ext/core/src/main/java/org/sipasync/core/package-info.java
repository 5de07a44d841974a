/**
 * The engine: suspensions, event loops and timers. Knows no SIP class.
 *
 * <p>To read in this order: {@link org.sipasync.core.Suspension}, {@link
 * org.sipasync.loop.EventLoop}, {@link org.sipasync.core.Running}, {@link
 * org.sipasync.core.Engine}.
 */
package org.sipasync.core;
