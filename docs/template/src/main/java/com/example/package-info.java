/** A SIP application to start from. */
@SipApplication(name = "my-app", mainServlet = "calls")
package com.example;

import javax.servlet.sip.annotation.SipApplication;
