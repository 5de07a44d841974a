/**
 * Application selection (JSR 289 15): asks the application router which application a request is
 * for, and takes its answer apart. The router is the default one, by a DAR file, or a custom one.
 */
package org.sipasync.container.routing;
