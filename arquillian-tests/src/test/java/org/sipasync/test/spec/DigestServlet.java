package org.sipasync.test.spec;

import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.AuthInfo;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** A client that is asked for its credentials. */
@javax.servlet.sip.annotation.SipServlet(name = "digest")
public class DigestServlet extends Theme {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doMessage(SipServletRequest request) throws ServletException, IOException {
    SipApplicationSession session = marked(request);
    session.setAttribute("what", what(request));
    session.setAttribute("port", parameter(request, "port"));
    own(request, what(request).equals("invite") ? "INVITE" : "MESSAGE").send();
    answer(request, 200, "");
  }

  @Override
  protected void doErrorResponse(SipServletResponse response) throws IOException {
    SipApplicationSession session = response.getApplicationSession();
    if (response.getStatus() != 401 && response.getStatus() != 407) {
      return;
    }
    SipServletRequest again = response.getSession().createRequest(response.getMethod());
    again.setRequestURI(callee((String) session.getAttribute("port")));
    String outcome = outcome(() -> authorize(again, response));
    note(session, "authorized " + outcome);
    if (outcome.equals("ok")) {
      again.send();
    }
  }

  private void authorize(SipServletRequest again, SipServletResponse challenge) {
    if (!"realms".equals(challenge.getApplicationSession().getAttribute("what"))) {
      again.addAuthHeader(challenge, "alice", "secret");
      return;
    }
    AuthInfo info = factory().createAuthInfo();
    info.addAuthInfo(challenge.getStatus(), "one", "alice", "secret");
    info.addAuthInfo(challenge.getStatus(), "two", "bob", "hidden");
    again.addAuthHeader(challenge, info);
  }

  @Override
  protected void doSuccessResponse(SipServletResponse response) throws IOException {
    note(response.getApplicationSession(), "accepted " + response.getMethod());
    if (response.getMethod().equals("INVITE")) {
      response.createAck().send();
    }
  }
}
