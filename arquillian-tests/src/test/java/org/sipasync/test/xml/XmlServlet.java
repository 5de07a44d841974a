package org.sipasync.test.xml;

import java.io.IOException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Declared in WEB-INF/sip.xml only. */
public class XmlServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doMessage(SipServletRequest request) throws IOException {
    SipServletResponse ok = request.createResponse(200);
    ok.setHeader("X-Servlet", getServletName());
    ok.setHeader("X-Color", getInitParameter("color"));
    ok.setHeader("X-Context", getServletContext().getInitParameter("mood"));
    ok.setHeader("X-Listener", String.valueOf(request.getApplicationSession().getAttribute("l")));
    long minutes =
        Math.round(
            (request.getApplicationSession().getExpirationTime() - System.currentTimeMillis())
                / 60_000.0);
    ok.setHeader("X-Timeout", Long.toString(minutes));
    ok.send();
  }
}
