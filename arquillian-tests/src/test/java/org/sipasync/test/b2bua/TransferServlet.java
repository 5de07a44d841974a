package org.sipasync.test.b2bua;

import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;

/**
 * Blind transfer: a phone sends REFER, and the other one is bridged to the one that Refer-To names.
 */
@javax.servlet.sip.annotation.SipServlet(name = "transfer")
public class TransferServlet extends Legs {
  private static final String REFERRER = "referrer";
  private static final long serialVersionUID = 1L;

  @Override
  protected void doRequest(SipServletRequest request) throws ServletException, IOException {
    if (request.getMethod().equals("REFER")) {
      refer(request);
    } else {
      super.doRequest(request);
    }
  }

  private void refer(SipServletRequest refer) throws ServletException, IOException {
    SipSession stays = refer.getB2buaHelper().getLinkedSession(refer.getSession());
    refer.createResponse(202).send();
    progress(refer.getSession(), "active", "SIP/2.0 100 Trying");
    SipServletRequest invite =
        factory()
            .createRequest(
                refer.getApplicationSession(), "INVITE", "sip:transfer@127.0.0.1", "sip:new@here");
    invite.setRequestURI(refer.getAddressHeader("Refer-To").getURI());
    invite.getSession().setHandler(getServletName());
    invite.getSession().setAttribute(REFERRER, refer.getSession());
    invite.getSession().setAttribute("stays", stays);
    invite.send();
  }

  private static void progress(SipSession referrer, String state, String line) throws IOException {
    SipServletRequest notify = referrer.createRequest("NOTIFY");
    notify.setHeader("Event", "refer");
    notify.setHeader("Subscription-State", state);
    notify.setContent(line, "message/sipfrag");
    notify.send();
  }

  @Override
  protected void doResponse(SipServletResponse response) throws ServletException, IOException {
    SipSession session = response.getSession();
    boolean transfer = session.getAttribute(REFERRER) != null;
    if (response.getMethod().equals("INVITE") && transfer) {
      if (response.getStatus() == 200) {
        connect(response);
      }
    } else if (response.getMethod().equals("INVITE") && session.getAttribute("again") != null) {
      response.createAck().send();
    } else if (!response.getMethod().equals("NOTIFY")
        && response.getRequest().getAttribute("own") == null) {
      super.doResponse(response);
    }
  }

  /** The new phone has accepted: who stays gets its description, and the referrer its BYE. */
  private static void connect(SipServletResponse ok) throws IOException {
    ok.createAck().send();
    SipSession referrer = (SipSession) ok.getSession().getAttribute(REFERRER);
    SipSession stays = (SipSession) ok.getSession().getAttribute("stays");
    B2buaHelper helper = ok.getRequest().getB2buaHelper();
    helper.unlinkSipSessions(stays);
    helper.linkSipSessions(stays, ok.getSession());
    SipServletRequest again = stays.createRequest("INVITE");
    copyContent(ok, again);
    stays.setAttribute("again", true);
    again.send();
    progress(referrer, "terminated;reason=noresource", "SIP/2.0 200 OK");
    SipServletRequest bye = referrer.createRequest("BYE");
    bye.setAttribute("own", true);
    bye.send();
  }
}
