/** An application that does what JSR 289 says an application may do; a servlet for each theme. */
@SipApplication(name = "spec", mainServlet = "spec", sessionTimeout = 3)
package org.sipasync.test.spec;

import javax.servlet.sip.annotation.SipApplication;
