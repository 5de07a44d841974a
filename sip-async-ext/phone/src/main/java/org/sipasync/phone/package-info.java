/** A SIP user agent for tests that does exactly what it is told. */
package org.sipasync.phone;
