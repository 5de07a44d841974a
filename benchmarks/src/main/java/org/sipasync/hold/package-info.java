/** Suspends calls for as long as a benchmark needs them suspended. */
@SipApplication(name = "hold", mainServlet = "hold")
package org.sipasync.hold;

import javax.servlet.sip.annotation.SipApplication;
