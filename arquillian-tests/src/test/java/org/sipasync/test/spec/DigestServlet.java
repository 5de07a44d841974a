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
    SipServletRequest own = own(request, what(request).equals("invite") ? "INVITE" : "MESSAGE");
    fill(own);
    own.send();
    answer(request, 200, "");
  }

  @Override
  protected void doErrorResponse(SipServletResponse response) throws IOException {
    if (response.getStatus() == 401 || response.getStatus() == 407) {
      sendAgain(response);
    }
  }

  /** Sends the request that was challenged once more, with credentials. */
  private void sendAgain(SipServletResponse response) throws IOException {
    SipApplicationSession session = response.getApplicationSession();
    SipServletRequest again = response.getSession().createRequest(response.getMethod());
    again.setRequestURI(callee((String) session.getAttribute("port")));
    fill(again);
    session.setAttribute("challenge", response);
    String outcome = outcome(() -> authorize(again, response));
    note(session, "authorized " + outcome);
    if (outcome.equals("ok")) {
      again.send();
    }
  }

  private static void fill(SipServletRequest own) throws IOException {
    if (does(own.getApplicationSession(), "body")) {
      own.setContent("hello", "text/plain");
    }
  }

  private static boolean does(SipApplicationSession session, String what) {
    return what.equals(session.getAttribute("what"));
  }

  private void authorize(SipServletRequest again, SipServletResponse challenge) {
    if (!does(challenge.getApplicationSession(), "realms")) {
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
    SipApplicationSession session = response.getApplicationSession();
    note(session, "accepted " + response.getMethod());
    if (response.getMethod().equals("INVITE")) {
      response.createAck().send();
    } else if (does(session, "twice")) {
      session.setAttribute("what", "");
      sendAgain((SipServletResponse) session.getAttribute("challenge"));
    }
  }
}
