/** Application that tells how it was reached, and calls, proxies and asks where it is told to. */
package org.sipasync.test.secure;
