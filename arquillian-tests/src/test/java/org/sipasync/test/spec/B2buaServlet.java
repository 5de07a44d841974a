package org.sipasync.test.spec;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.UAMode;

/** A back-to-back user agent by the helper. */
@javax.servlet.sip.annotation.SipServlet(name = "b2bua")
public class B2buaServlet extends Theme {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doInvite(SipServletRequest request) throws ServletException, IOException {
    B2buaHelper helper = request.getB2buaHelper();
    SipServletRequest leg = leg(request, helper);
    if (leg == null) {
      return;
    }
    leg.setRequestURI(callee(request));
    SipSession one = request.getSession();
    SipSession two = leg.getSession();
    two.setHandler(getServletName());
    note(
        marked(request),
        "linked=%s,%s requests=%s same-application=%s pending=%s again=%s proxy=%s"
            .formatted(
                two.equals(helper.getLinkedSession(one)),
                one.equals(helper.getLinkedSession(two)),
                leg.equals(helper.getLinkedSipServletRequest(request)),
                one.getApplicationSession().getId().equals(two.getApplicationSession().getId()),
                helper.getPendingMessages(one, UAMode.UAS).size(),
                outcome(() -> helper.linkSipSessions(one, two)),
                outcome(request::getProxy)));
    if (what(request).equals("unlink")) {
      helper.unlinkSipSessions(one);
      note(
          request.getApplicationSession(),
          "unlinked=%s,%s".formatted(helper.getLinkedSession(one), helper.getLinkedSession(two)));
      helper.linkSipSessions(one, two);
    }
    leg.send();
  }

  private static SipServletRequest leg(SipServletRequest request, B2buaHelper helper) {
    try {
      return helper.createRequest(
          request, true, Map.of("From", List.of("\"Other\" <sip:other@example.org>")));
    } catch (TooManyHopsException e) {
      return null; // 483 was sent
    }
  }

  @Override
  protected void doResponse(SipServletResponse response) throws IOException {
    if (!response.getMethod().equals("INVITE") || response.getStatus() == 487) {
      return;
    }
    B2buaHelper helper = response.getRequest().getB2buaHelper();
    if (response.getStatus() == 200) {
      response.createAck().send();
    }
    SipSession linked = helper.getLinkedSession(response.getSession());
    helper
        .createResponseToOriginalRequest(linked, response.getStatus(), response.getReasonPhrase())
        .send();
  }

  @Override
  protected void doCancel(SipServletRequest cancel) throws IOException {
    B2buaHelper helper = cancel.getB2buaHelper();
    helper.createCancel(helper.getLinkedSession(cancel.getSession())).send();
  }

  @Override
  protected void doInfo(SipServletRequest info) throws IOException {
    passOn(info);
  }

  @Override
  protected void doBye(SipServletRequest bye) throws IOException {
    passOn(bye);
  }

  private static void passOn(SipServletRequest request) throws IOException {
    B2buaHelper helper = request.getB2buaHelper();
    helper.createRequest(helper.getLinkedSession(request.getSession()), request, null).send();
    answer(request, 200, "");
  }
}
