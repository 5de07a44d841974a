/** An application that walks along the edges of the rules. */
@SipApplication(name = "rules", mainServlet = "rules", sessionTimeout = 3)
package org.sipasync.test.rules;

import javax.servlet.sip.annotation.SipApplication;
