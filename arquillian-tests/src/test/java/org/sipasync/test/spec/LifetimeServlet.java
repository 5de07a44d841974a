package org.sipasync.test.spec;

import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;

/** Lifetime of sessions. */
@javax.servlet.sip.annotation.SipServlet(name = "lifetime")
public class LifetimeServlet extends Theme {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doInvite(SipServletRequest request) throws ServletException, IOException {
    SipApplicationSession application = marked(request);
    SipSession session = request.getSession();
    application.setAttribute("what", what(request));
    note(application, "at first " + state(session));
    switch (what(request)) {
      case "refuse" -> {
        answer(request, 403, "");
        note(application, "refused " + state(session));
      }
      case "early" -> {
        answer(request, 180, "");
        note(application, "early " + state(session));
        invalidateTwice(session);
      }
      default -> {
        if (what(request).equals("keep")) {
          session.setInvalidateWhenReady(false);
          application.setInvalidateWhenReady(false);
        }
        answer(request, 180, "");
        note(application, "ringing " + state(session));
        answer(request, 200, "");
        note(application, "accepted " + state(session));
        if (what(request).equals("confirmed")) {
          invalidateTwice(session);
        }
      }
    }
  }

  private static void invalidateTwice(SipSession session) {
    SipApplicationSession application = session.getApplicationSession();
    String outcomes = outcome(session::invalidate) + " " + outcome(session::invalidate);
    note(application, "invalidate " + outcomes);
  }

  private static String state(SipSession session) {
    return session.getState() + (session.isReadyToInvalidate() ? " ready" : " not ready");
  }

  @Override
  protected void doBye(SipServletRequest bye) throws IOException {
    SipSession session = bye.getSession();
    note(bye.getApplicationSession(), "bye " + state(session));
    answer(bye, 200, "");
    note(
        bye.getApplicationSession(),
        "hung up " + state(session) + " INFO " + outcome(() -> session.createRequest("INFO")));
  }

  @Override
  protected void doMessage(SipServletRequest request) throws ServletException, IOException {
    SipApplicationSession application = marked(request);
    switch (what(request)) {
      case "methods" -> methods(request);
      case "noMethod" ->
          answer(request, 200, outcome(() -> request.getSession().createRequest("not a token")));
      case "call" -> {
        answer(request, 200, "");
        SipServletRequest invite = own(request, "INVITE");
        invite.send();
        note(
            application,
            "sent "
                + state(invite.getSession())
                + " INVITE "
                + outcome(() -> invite.getSession().createRequest("INVITE")));
      }
      case "expires" -> expires(request);
      case "soon" -> {
        application.setInvalidateWhenReady(false); // or the answer would be the session's end
        answer(request, 200, "granted " + application.setExpires(1));
      }
      case "invalidate" -> invalidate(request);
      case "defaults" ->
          answer(
              request,
              200,
              request.getSession().getInvalidateWhenReady()
                  + " "
                  + application.getInvalidateWhenReady());
      case "handler" -> answer(request, 200, outcome(() -> request.getSession().setHandler("no")));
      default -> answer(request, 404, "");
    }
  }

  private void methods(SipServletRequest request) throws IOException {
    SipSession session = request.getSession();
    answer(
        request,
        200,
        outcome(() -> session.createRequest("ACK"))
            + " "
            + outcome(() -> session.createRequest("CANCEL")));
  }

  private void expires(SipServletRequest request) throws IOException {
    SipApplicationSession session = request.getApplicationSession();
    int granted = session.setExpires(5);
    long minutes = (session.getExpirationTime() - session.getCreationTime() + 30_000) / 60_000;
    int forever = session.setExpires(0);
    answer(
        request,
        200,
        "%d %d %s %d"
            .formatted(
                granted, minutes, forever == Integer.MAX_VALUE, session.getExpirationTime()));
  }

  private void invalidate(SipServletRequest request) throws IOException {
    SipApplicationSession application = request.getApplicationSession();
    SipSession session = request.getSession();
    answer(request, 200, "");
    application.invalidate();
    Notes.add(
        parameter(request, MARK),
        "valid %s %s, get %s %s, expires %s"
            .formatted(
                application.isValid(),
                session.isValid(),
                outcome(() -> application.getAttribute("x")),
                outcome(() -> session.getAttribute("x")),
                outcome(() -> application.setExpires(1))));
  }

  @Override
  protected void doResponse(SipServletResponse response) throws IOException {
    SipSession session = response.getSession();
    note(response.getApplicationSession(), response.getStatus() + " " + state(session));
    if (response.getStatus() == 200 && response.getMethod().equals("INVITE")) {
      response.createAck().send();
      session.createRequest("BYE").send();
      note(response.getApplicationSession(), "bye sent " + state(session));
    }
  }
}
