/**
 * Routes, handlers and functions of an application: found on its classes, checked, and called with
 * their parameters. Knows no engine.
 */
package org.sipasync.cdi.route;
