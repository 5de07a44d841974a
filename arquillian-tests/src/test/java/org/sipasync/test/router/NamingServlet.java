package org.sipasync.test.router;

import java.io.IOException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;

/** Answers MESSAGE with the name of its application. */
@javax.servlet.sip.annotation.SipServlet(name = "naming")
public class NamingServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doMessage(SipServletRequest request) throws IOException {
    var ok = request.createResponse(200);
    ok.setHeader("X-Application", request.getApplicationSession().getApplicationName());
    ok.send();
  }
}
