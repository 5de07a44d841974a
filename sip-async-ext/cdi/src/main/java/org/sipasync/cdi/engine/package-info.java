/**
 * The server's engine with its configuration and its pool for blocking functions. Knows no route.
 */
package org.sipasync.cdi.engine;
