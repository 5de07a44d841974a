/** An application with session timers, written with the annotations of JSR 359. */
package org.sipasync.test.timed;
