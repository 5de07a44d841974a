/** Back-to-back user agents as applications write them; a servlet for each kind. */
@SipApplication(name = "b2bua", mainServlet = "legs")
package org.sipasync.test.b2bua;

import javax.servlet.sip.annotation.SipApplication;
