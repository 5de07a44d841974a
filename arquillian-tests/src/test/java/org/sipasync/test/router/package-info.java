/** An application that says which one it is. */
package org.sipasync.test.router;
