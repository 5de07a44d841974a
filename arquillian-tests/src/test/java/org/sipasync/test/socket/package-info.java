/** Registers phones, and connects them by a proxy and as a back-to-back user agent. */
@SipApplication(name = "socket", mainServlet = "socket")
package org.sipasync.test.socket;

import javax.servlet.sip.annotation.SipApplication;
