/**
 * What is in flight, seen and steered over HTTP (rule V2): a REST interface on {@link
 * org.sipasync.admin.Administration}, and a page on that interface.
 *
 * <p>A request passes {@code Login} (who is it?), then {@code GateFilter} (may it?), then reaches a
 * resource. Both ask {@code Gate}, which knows no servlet.
 */
package org.sipasync.console;
