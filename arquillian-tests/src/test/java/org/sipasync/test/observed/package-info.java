/** Application for tests of observability. */
@SipApplication(name = "observed", mainServlet = "observed")
package org.sipasync.test.observed;

import javax.servlet.sip.annotation.SipApplication;
