package org.sipasync.test.b2bua;

import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.UAMode;

/** Passes every request and response on to the other leg, without a look at what is there. */
public abstract class Legs extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doRequest(SipServletRequest request) throws ServletException, IOException {
    B2buaHelper helper = request.getB2buaHelper();
    SipSession other = helper.getLinkedSession(request.getSession());
    if (request.getMethod().equals("CANCEL")) {
      helper.createCancel(other).send();
    } else if (request.getMethod().equals("ACK")) {
      acknowledge(request, helper, other);
    } else if (request.isInitial()) {
      begin(request, helper);
    } else {
      helper.createRequest(other, request, null).send();
    }
  }

  private void begin(SipServletRequest request, B2buaHelper helper) throws IOException {
    try {
      SipServletRequest leg = helper.createRequest(request, true, null);
      leg.setRequestURI(peer(request, "port"));
      leg.send();
    } catch (TooManyHopsException e) {
      log("483 was sent", e);
    }
  }

  private static void acknowledge(SipServletRequest ack, B2buaHelper helper, SipSession other)
      throws IOException {
    for (SipServletMessage pending : helper.getPendingMessages(other, UAMode.UAC)) {
      if (pending instanceof SipServletResponse response && response.getStatus() >= 200) {
        SipServletRequest own = response.createAck();
        copyContent(ack, own);
        own.send();
      }
    }
  }

  @Override
  protected void doResponse(SipServletResponse response) throws ServletException, IOException {
    if (response.getStatus() == 487) {
      return; // the caller has its own
    }
    B2buaHelper helper = response.getRequest().getB2buaHelper();
    SipServletResponse other =
        response.getRequest().isInitial()
            ? helper.createResponseToOriginalRequest(
                helper.getLinkedSession(response.getSession()),
                response.getStatus(),
                response.getReasonPhrase())
            : helper
                .getLinkedSipServletRequest(response.getRequest())
                .createResponse(response.getStatus(), response.getReasonPhrase());
    copyContent(response, other);
    send(response, other);
  }

  private static void send(SipServletResponse response, SipServletResponse other)
      throws IOException {
    try {
      if (response.getHeader("RSeq") == null) {
        other.send();
      } else {
        other.sendReliably();
      }
    } catch (Rel100Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static void copyContent(SipServletMessage from, SipServletMessage to) throws IOException {
    to.setContent(from.getRawContent(), from.getContentType());
  }

  final SipFactory factory() {
    return (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
  }

  /** URI of the phone whose port a parameter of the Request-URI names. */
  protected SipURI peer(SipServletRequest request, String parameter) {
    return peer(((SipURI) request.getRequestURI()).getParameter(parameter));
  }

  final SipURI peer(String port) {
    SipURI uri = factory().createSipURI("callee", "127.0.0.1");
    uri.setPort(Integer.parseInt(port));
    return uri;
  }
}
