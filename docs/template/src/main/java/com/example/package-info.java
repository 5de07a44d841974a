/** A SIP application to begin with. */
@SipApplication(name = "my-app", mainServlet = "calls")
package com.example;

import javax.servlet.sip.annotation.SipApplication;
