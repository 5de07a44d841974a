package org.sipasync.test.b2bua;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.UAMode;

/** Click to call: calls two phones, by RFC 3725's first flow, and bridges them. */
@javax.servlet.sip.annotation.SipServlet(name = "click")
public class ClickServlet extends Legs {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doMessage(SipServletRequest request) throws ServletException, IOException {
    SipServletRequest first = call(request, "a");
    SipServletRequest second = call(request, "b");
    request.getB2buaHelper().linkSipSessions(first.getSession(), second.getSession());
    first.getSession().setAttribute("second", second);
    first.send();
    request.createResponse(200).send();
  }

  @Override
  protected void doRequest(SipServletRequest request) throws ServletException, IOException {
    if (request.getMethod().equals("MESSAGE") && request.isInitial()) {
      doMessage(request);
    } else {
      super.doRequest(request);
    }
  }

  private SipServletRequest call(SipServletRequest cause, String parameter)
      throws ServletException, IOException {
    SipServletRequest invite =
        factory()
            .createRequest(
                cause.getApplicationSession(), "INVITE", "sip:click@127.0.0.1", "sip:callee@here");
    invite.setRequestURI(peer(cause, parameter));
    invite.getSession().setHandler(getServletName());
    return invite;
  }

  /** The first phone's offer goes to the second, whose answer comes back in the first's ACK. */
  @Override
  protected void doResponse(SipServletResponse response) throws ServletException, IOException {
    if (!response.getMethod().equals("INVITE")) {
      super.doResponse(response);
    } else if (response.getStatus() >= 300) {
      hangUpOther(response);
    } else if (response.getStatus() >= 200) {
      accepted(response);
    }
  }

  private static void accepted(SipServletResponse ok) throws IOException {
    B2buaHelper helper = ok.getRequest().getB2buaHelper();
    SipServletRequest second = (SipServletRequest) ok.getSession().getAttribute("second");
    if (second != null) {
      copyContent(ok, second);
      second.send();
      return;
    }
    ok.createAck().send();
    SipSession first = helper.getLinkedSession(ok.getSession());
    List<SipServletMessage> pending = helper.getPendingMessages(first, UAMode.UAC);
    SipServletRequest ack = ((SipServletResponse) pending.get(0)).createAck();
    copyContent(ok, ack);
    ack.send();
  }

  private static void hangUpOther(SipServletResponse refusal) throws IOException {
    B2buaHelper helper = refusal.getRequest().getB2buaHelper();
    SipSession first = helper.getLinkedSession(refusal.getSession());
    for (SipServletMessage pending : helper.getPendingMessages(first, UAMode.UAC)) {
      ((SipServletResponse) pending).createAck().send();
      first.createRequest("BYE").send();
    }
  }
}
