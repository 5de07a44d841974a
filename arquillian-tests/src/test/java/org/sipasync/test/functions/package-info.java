/** A SIP application that uses the built-in functions. */
@SipApplication(name = "functions", mainServlet = "functions")
package org.sipasync.test.functions;

import javax.servlet.sip.annotation.SipApplication;
