/** What operators see of it and do with it. */
@SipApplication(name = "observed", mainServlet = "observed")
package org.sipasync.test.observed;

import javax.servlet.sip.annotation.SipApplication;
