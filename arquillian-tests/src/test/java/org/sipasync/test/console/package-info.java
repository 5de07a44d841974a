/** An application with a web service behind it that hangs. */
@SipApplication(name = "shop", mainServlet = "shop")
package org.sipasync.test.console;

import javax.servlet.sip.annotation.SipApplication;
