package org.sipasync.test.secured;

import java.io.IOException;
import java.security.Principal;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Says who has sent a request. */
public class SecuredServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doRequest(SipServletRequest request) throws IOException {
    if (request.getMethod().equals("ACK")) {
      return;
    }
    SipServletResponse ok = request.createResponse(200);
    Principal user = request.getUserPrincipal();
    ok.setHeader(
        "X-Who",
        "%s %s staff=%s chief=%s"
            .formatted(
                request.getRemoteUser(),
                user == null ? "none" : user.getName(),
                request.isUserInRole("staff"),
                request.isUserInRole("CHIEF")));
    ok.send();
  }
}
