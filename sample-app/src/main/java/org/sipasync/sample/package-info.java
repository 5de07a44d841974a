/** The sample: one SIP application with scenarios selected by the Request-URI's user part. */
@SipApplication(name = "sample", mainServlet = "sample")
package org.sipasync.sample;

import javax.servlet.sip.annotation.SipApplication;
