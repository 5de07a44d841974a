/**
 * Routes, handlers and functions of an application: found on its classes, checked, and called with
 * what they ask for. Knows no engine.
 */
package org.sipasync.cdi.route;
