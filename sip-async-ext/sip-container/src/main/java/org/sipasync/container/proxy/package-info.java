/**
 * Proxying (RFC 3261 16, JSR 289 chapter 10): one {@link org.sipasync.container.proxy.Proxying} per
 * request, one {@code Branch} per target.
 *
 * <p>Everything runs in the lane of the request's application session; events of transactions come
 * there from the loop. What the floor above does for a proxy is in {@link
 * org.sipasync.container.proxy.Upstream}, {@link org.sipasync.container.proxy.Downstream} and
 * {@link org.sipasync.container.proxy.ProxyHost}.
 */
package org.sipasync.container.proxy;
