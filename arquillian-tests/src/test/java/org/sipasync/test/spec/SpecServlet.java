package org.sipasync.test.spec;

import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.annotation.SipApplicationKey;

/** Hands an initial request to the theme that its Request-URI's user names. */
@javax.servlet.sip.annotation.SipServlet(name = "spec", loadOnStartup = 1)
public class SpecServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  /** The application key of a request: its URI's parameter {@code key}. */
  @SipApplicationKey
  public static String key(SipServletRequest request) {
    return request.getRequestURI() instanceof SipURI uri ? uri.getParameter("key") : null;
  }

  @Override
  protected void doRequest(SipServletRequest request) throws ServletException, IOException {
    String theme = ((SipURI) request.getRequestURI()).getUser();
    if (theme.equals("notes")) {
      Theme.answer(request, 200, Notes.of(Theme.parameter(request, "of")));
      return;
    }
    request.getSession().setHandler(theme);
    request.getRequestDispatcher(theme).forward(request, null);
  }
}
