package org.sipasync.test.spec;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsync;
import org.sipasync.functions.sleep.Sleep;

/** Reliable provisional responses and UPDATE, with suspensions between. */
@javax.servlet.sip.annotation.SipServlet(name = "reliable")
public class ReliableServlet extends Theme {
  private static final long serialVersionUID = 1L;

  @Inject transient SipAsync async;

  private static boolean does(SipApplicationSession session, String what) {
    return what.equals(session.getAttribute("what"));
  }

  // --- as UAS

  @Override
  protected void doInvite(SipServletRequest request) throws IOException {
    SipApplicationSession session = marked(request);
    session.setAttribute("what", what(request));
    session.setAttribute("invite", request);
    switch (what(request)) {
      case "attempts" -> attempts(request);
      case "early" -> async.call(Sleep.millis(10)).resume("ringReliably");
      default -> ringReliably(request);
    }
  }

  @ResumeRoute
  void ringReliably(SipServletRequest request) throws IOException {
    try {
      SipServletResponse progress = request.createResponse(183);
      if (does(request.getApplicationSession(), "update")) {
        // RFC 3311, 5.1: an UPDATE may make an offer as soon as the INVITE's has its answer
        progress.setContent(request.getContent(), request.getContentType());
      }
      progress.sendReliably();
      if (does(request.getApplicationSession(), "impatient")) {
        answer(request, 200, "");
      }
    } catch (Rel100Exception e) {
      answer(request, 500, "reason " + e.getReason());
    }
  }

  private static void attempts(SipServletRequest request) throws IOException {
    String outcomes =
        reason(() -> request.createResponse(200).sendReliably())
            + " "
            + reason(() -> request.createResponse(100).sendReliably())
            + " "
            + reason(() -> request.createResponse(183).sendReliably());
    answer(request, 403, outcomes);
  }

  /** Reason for refusing a reliable response, by name. */
  private static String reason(Attempt attempt) {
    try {
      attempt.run();
      return "ok";
    } catch (Rel100Exception e) {
      return switch (e.getReason()) {
        case Rel100Exception.NOT_1XX -> "NOT_1XX";
        case Rel100Exception.NOT_INVITE -> "NOT_INVITE";
        case Rel100Exception.NO_REQ_SUPPORT -> "NO_REQ_SUPPORT";
        case Rel100Exception.NOT_SUPPORTED -> "NOT_SUPPORTED";
        default -> "reason " + e.getReason();
      };
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }

  @Override
  protected void doPrack(SipServletRequest prack) throws IOException {
    note(prack.getApplicationSession(), "PRACK " + prack.getHeader("RAck"));
    if (does(prack.getApplicationSession(), "suspended")) {
      async.call(Sleep.millis(20)).resume("acknowledged");
    } else if (does(prack.getApplicationSession(), "update")) {
      answer(prack, 200, "");
    } else {
      acknowledged(prack);
    }
  }

  @ResumeRoute
  void acknowledged(SipServletRequest prack) throws IOException {
    answer(prack, 200, "");
    SipServletRequest invite =
        (SipServletRequest) prack.getApplicationSession().getAttribute("invite");
    if (!invite.isCommitted()) {
      answer(invite, 200, "");
    }
  }

  @Override
  protected void doUpdate(SipServletRequest update) throws IOException {
    note(update.getApplicationSession(), "UPDATE in " + update.getSession().getState());
    answer(update, 200, "");
    answer((SipServletRequest) update.getApplicationSession().getAttribute("invite"), 200, "");
  }

  @Override
  protected void doBye(SipServletRequest bye) throws IOException {
    answer(bye, 200, "");
  }

  // --- as UAC

  @Override
  protected void doMessage(SipServletRequest request) throws ServletException, IOException {
    SipApplicationSession session = marked(request);
    session.setAttribute("what", what(request));
    if (what(request).equals("ofMessage")) {
      answer(request, 200, reason(() -> request.createResponse(183).sendReliably()));
      return;
    }
    SipServletRequest invite = own(request, "INVITE");
    invite.addHeader("Supported", "100rel");
    invite.send();
    answer(request, 200, "");
  }

  @Override
  protected void doProvisionalResponse(SipServletResponse response) throws IOException {
    if (does(response.getApplicationSession(), "prackLater")) {
      async.call(Sleep.millis(20)).resume("prack");
    } else {
      prack(response);
    }
  }

  @ResumeRoute
  void prack(SipServletResponse response) throws IOException {
    SipApplicationSession session = response.getApplicationSession();
    if (response.getHeader("RSeq") == null) {
      note(session, "PRACK of unreliable " + outcome(response::createPrack));
      return;
    }
    try {
      response.createPrack().send();
    } catch (Rel100Exception e) {
      note(session, "no PRACK: " + e.getReason());
    }
    note(session, "ACK of provisional " + outcome(response::createAck));
  }

  @Override
  protected void doSuccessResponse(SipServletResponse response) throws IOException {
    note(response.getApplicationSession(), "200 " + response.getMethod());
    if (response.getMethod().equals("INVITE")) {
      response.createAck().send();
    }
  }
}
