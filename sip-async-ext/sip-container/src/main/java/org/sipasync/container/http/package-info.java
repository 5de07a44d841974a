/**
 * Converged HTTP (JSR 289, 13): HTTP sessions that belong to application sessions. Standard servlet
 * API only. Thread-safe: HTTP servlets run on threads of their own, beside the lanes.
 */
package org.sipasync.container.http;
