/** RADIUS authentication and accounting over UDP, on the event loop. */
package org.sipasync.functions.radius;
