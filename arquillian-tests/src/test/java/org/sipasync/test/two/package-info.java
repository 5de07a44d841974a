/** A second application beside "one". */
@SipApplication(name = "two", mainServlet = "two")
package org.sipasync.test.two;

import javax.servlet.sip.annotation.SipApplication;
