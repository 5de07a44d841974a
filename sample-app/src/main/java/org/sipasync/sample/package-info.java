/** The sample: one SIP application, its scenarios addressed by the Request-URI's user part. */
@SipApplication(name = "sample", mainServlet = "sample")
package org.sipasync.sample;

import javax.servlet.sip.annotation.SipApplication;
