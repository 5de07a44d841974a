package org.sipasync.payara.own;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.testkit.phone.SipPhone;

/** A request finds SIP servlets by name, as its ServletContext does. */
class RequestDispatcherTest {

  /** Forwards to itself, once; answers 500 if it is found by another name. */
  public static final class Forwarding extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doOptions(SipServletRequest request) throws ServletException, IOException {
      if (request.getAttribute("forwarded") != null) {
        request.createResponse(200).send();
        return;
      }
      request.setAttribute("forwarded", true);
      if (request.getRequestDispatcher("another") != null) {
        throw new ServletException("another is not there");
      }
      request.getRequestDispatcher("main").forward(request, null);
    }
  }

  @Test
  @Tag("C-G3")
  void requestIsForwardedByName() throws Exception {
    try (RunningWar running = new RunningWar(Forwarding.class, Map.of());
        SipPhone phone = running.phone("udp")) {
      phone.request("OPTIONS", "sip:a@127.0.0.1").expect(200);
    }
  }
}
