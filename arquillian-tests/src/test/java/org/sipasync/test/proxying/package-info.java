/** A proxy whose requests say how it is to be one. */
@SipApplication(name = "proxying", mainServlet = "proxy", proxyTimeout = 77)
package org.sipasync.test.proxying;

import javax.servlet.sip.annotation.SipApplication;
