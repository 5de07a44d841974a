package org.sipasync.test.spec;

import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSessionsUtil;

/** Calls that join or replace others: says whose call it is, and which one is meant. */
@javax.servlet.sip.annotation.SipServlet(name = "joining")
public class JoiningServlet extends Theme {
  private static final long serialVersionUID = 1L;

  private SipSessionsUtil sessions() {
    return (SipSessionsUtil) getServletContext().getAttribute("javax.servlet.sip.SipSessionsUtil");
  }

  @Override
  protected void doInvite(SipServletRequest request) throws IOException {
    answer(
        request,
        200,
        "app=%s session=%s Join=%s Replaces=%s"
            .formatted(
                request.getApplicationSession().getId(),
                request.getSession().getId(),
                meant(request, "Join"),
                meant(request, "Replaces")));
  }

  private String meant(SipServletRequest request, String header) {
    SipSession session = sessions().getCorrespondingSipSession(request.getSession(), header);
    return session == null ? "none" : session.getId();
  }

  @Override
  protected void doBye(SipServletRequest request) throws ServletException, IOException {
    answer(request, 200, "");
  }
}
