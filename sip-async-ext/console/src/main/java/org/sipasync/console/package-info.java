/**
 * Inspection and control of operations over HTTP (rule V2): a REST interface over {@link
 * org.sipasync.admin.Administration}, and a page that uses it.
 *
 * <p>A request passes {@code Login} (authentication), then {@code GateFilter} (authorisation), then
 * reaches a resource. Both ask {@code Gate}, which knows no servlet.
 */
package org.sipasync.console;
