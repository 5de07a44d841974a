/** An application as JSR 289 knows them: sip.xml, several servlets, no CDI. */
package org.sipasync.test.legacy;
