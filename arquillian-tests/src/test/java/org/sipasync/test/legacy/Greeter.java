package org.sipasync.test.legacy;

import jakarta.annotation.Resource;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;

/** Answers OPTIONS, and hands MESSAGEs over to another servlet. */
public class Greeter extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Resource private transient SipFactory resource;

  @Override
  protected void doOptions(SipServletRequest request) throws IOException {
    var ok = request.createResponse(200);
    ok.setHeader("X-Made", made());
    ok.setHeader("X-Resource", resource.createSipURI("a", "b").toString());
    ok.setHeader("X-Started", String.valueOf(getServletContext().getAttribute("started")));
    ok.send();
  }

  /** A request of our own, whose handler is the first servlet that is mapped. */
  private String made() {
    SipFactory factory = (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
    SipApplicationSession session = factory.createApplicationSession();
    try {
      return factory.createRequest(session, "MESSAGE", "sip:a@b", "sip:c@d").getMethod();
    } catch (ServletParseException e) {
      return e.toString();
    } finally {
      session.invalidate();
    }
  }

  @Override
  protected void doMessage(SipServletRequest request) throws ServletException, IOException {
    RequestDispatcher helper = getServletContext().getNamedDispatcher("helper");
    boolean isKnown = getServletContext().getNamedDispatcher("nobody") != null;
    if (helper == null || isKnown) {
      request.createResponse(500).send();
    } else {
      helper.forward(request, null);
    }
  }
}
