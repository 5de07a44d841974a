package org.sipasync.test.secure;

import jakarta.annotation.Resource;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.security.cert.X509Certificate;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/**
 * Answers with how it was reached; a request to {@code ask} is answered as a request of its own to
 * X-Target is, one to {@code proxy} goes there.
 */
@javax.servlet.sip.annotation.SipServlet(name = "secure")
public class SecureServlet extends SipServlet {
  private static final long serialVersionUID = 1L;
  private static final String ASKED = "asked";
  private static final String PROXIED = "proxied";

  @Resource private transient SipFactory factory;

  @Override
  protected void doRequest(SipServletRequest request) throws ServletException, IOException {
    String user = request.getRequestURI().toString();
    if (!request.isInitial()) {
      within(request);
    } else if (user.contains(":ask@")) {
      ask(request);
    } else if (user.contains(":proxy@")) {
      request.getSession().setAttribute(PROXIED, true);
      request.getProxy().setRecordRoute(true);
      request.getProxy().proxyTo(factory.createURI(request.getHeader("X-Target")));
    } else if (!request.getMethod().equals("CANCEL")) {
      answer(request);
    }
  }

  private static void answer(SipServletRequest request) throws IOException {
    SipServletResponse response = request.createResponse(200);
    response.setHeader(
        "X-Reached",
        request.getRequestURI().getScheme()
            + " "
            + request.getTransport()
            + " "
            + request.isSecure());
    if (request.getAttribute("javax.servlet.request.X509Certificate")
        instanceof X509Certificate[] shown) {
      response.setHeader("X-Peer", shown[0].getSubjectX500Principal().getName());
    }
    response.send();
    if (request.getHeader("X-Info") != null) {
      request.getSession().setAttribute("info", true);
    }
  }

  /** Once a call with X-Info stands, an INFO goes back to the caller. */
  private static void within(SipServletRequest request) throws IOException {
    if (request.getSession().getAttribute(PROXIED) != null) {
      return; // goes on by itself
    }
    if (request.getMethod().equals("ACK")) {
      if (request.getSession().getAttribute("info") != null) {
        request.getSession().createRequest("INFO").send();
      }
    } else {
      request.createResponse(200).send();
    }
  }

  private void ask(SipServletRequest request) throws ServletException, IOException {
    SipServletRequest own =
        factory.createRequest(
            request.getApplicationSession(),
            request.getMethod(),
            "sip:server@127.0.0.1",
            request.getHeader("X-Target"));
    if (request.getHeader("X-Contact") != null) {
      own.setHeader("Contact", request.getHeader("X-Contact"));
    }
    own.getSession().setAttribute(ASKED, request);
    own.send();
  }

  @Override
  protected void doResponse(SipServletResponse response) throws IOException {
    if (response.getSession().getAttribute(ASKED) instanceof SipServletRequest request
        && response.getStatus() >= 200
        && !response.getMethod().equals("BYE")) {
      if (response.getMethod().equals("INVITE") && response.getStatus() < 300) {
        response.createAck().send();
        response.getSession().createRequest("BYE").send();
      }
      SipServletResponse answer = request.createResponse(response.getStatus());
      answer.setHeader("X-Reached", response.getTransport() + " " + response.isSecure());
      answer.send();
    }
  }
}
