/** Application of the tests of faults. */
@SipApplication(name = "faults", mainServlet = "faults")
package org.sipasync.test.faults;

import javax.servlet.sip.annotation.SipApplication;
