/** The application under test, named "one". */
@SipApplication(name = "one", mainServlet = "one", sessionTimeout = 2)
package org.sipasync.test.app;

import javax.servlet.sip.annotation.SipApplication;
