package org.sipasync.test.b2bua;

import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Calls the next phone when the first one refuses; unlinks nothing. */
@javax.servlet.sip.annotation.SipServlet(name = "serial")
public class SerialServlet extends Legs {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doResponse(SipServletResponse response) throws ServletException, IOException {
    if (response.getStatus() != SipServletResponse.SC_BUSY_HERE) {
      super.doResponse(response);
      return;
    }
    B2buaHelper helper = response.getRequest().getB2buaHelper();
    SipServletRequest original = helper.getLinkedSipServletRequest(response.getRequest());
    SipServletRequest next = helper.createRequest(original, true, null);
    next.setRequestURI(peer(original, "next"));
    next.send();
  }
}
