package org.sipasync.test.b2bua;

import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;

/** Hands an initial request to the servlet that its Request-URI's user names. */
@javax.servlet.sip.annotation.SipServlet(name = "legs", loadOnStartup = 1)
public class LegsServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doRequest(SipServletRequest request) throws ServletException, IOException {
    String name = ((SipURI) request.getRequestURI()).getUser();
    request.getSession().setHandler(name);
    getServletContext().getNamedDispatcher(name).forward(request, null);
  }
}
