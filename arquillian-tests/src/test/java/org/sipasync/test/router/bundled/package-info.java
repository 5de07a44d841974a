/** An application router in a WAR. */
package org.sipasync.test.router.bundled;
