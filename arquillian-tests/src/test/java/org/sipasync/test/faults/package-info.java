/** What the tests of faults call. */
@SipApplication(name = "faults", mainServlet = "faults")
package org.sipasync.test.faults;

import javax.servlet.sip.annotation.SipApplication;
