/** An application whose sip.xml says who may send what. */
package org.sipasync.test.secured;
