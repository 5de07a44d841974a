/** Dialogs that go on at another server. */
package org.sipasync.test.talking;
