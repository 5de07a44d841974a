/** An application that looks things up. */
package org.sipasync.test.dns;
