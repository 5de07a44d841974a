/** A SIP application without base classes: handlers, routes and functions by annotation. */
@SipApplication(name = "pojo", mainServlet = "pojo")
package org.sipasync.test.pojo;

import javax.servlet.sip.annotation.SipApplication;
