package org.sipasync.test.wrong;

import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.annotation.SipServlet;
import org.sipasync.Async;
import org.sipasync.AsyncCall;
import org.sipasync.ReportRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.annotation.Invite;

/** Each method is a mistake. */
@SipServlet(name = "wrong")
public class Wrong {
  @Invite
  @Async(resume = "creditd")
  AsyncCall invited(SipServletRequest invite) {
    return null;
  }

  @ResumeRoute
  String credited(SipServletRequest invite) {
    return "";
  }

  @ReportRoute
  void told(SipServletRequest request) {}
}
