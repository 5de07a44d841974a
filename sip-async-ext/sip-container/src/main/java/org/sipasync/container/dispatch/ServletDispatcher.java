package org.sipasync.container.dispatch;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import javax.servlet.sip.SipServlet;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.Application;
import org.sipasync.container.session.DialogSession;

/** ServletContext.getNamedDispatcher's answer for a SIP servlet. Thread-safe. */
public final class ServletDispatcher implements RequestDispatcher {
  private final SipServlet servlet;
  private final String name;

  private ServletDispatcher(SipServlet servlet, String name) {
    this.servlet = servlet;
    this.name = name;
  }

  /** Dispatcher to a servlet of an application; null if it has none of this name. */
  public static RequestDispatcher of(Application application, String name) {
    SipServlet servlet = application.servlets().get(name);
    return servlet == null ? null : new ServletDispatcher(servlet, name);
  }

  /**
   * Hands a message over, on the calling thread: one of the arguments is null. The servlet that
   * gets a session's initial request this way handles what follows in the session, too, unless the
   * application has set a handler.
   */
  @Override
  public void forward(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    boolean initial = request instanceof RequestFacade received && received.isInitial();
    if (initial && ((RequestFacade) request).getSession(false) instanceof DialogSession session) {
      session.forwardedTo(name);
    }
    servlet.service(request, response);
  }

  @Override
  public void include(ServletRequest request, ServletResponse response) {
    throw new UnsupportedOperationException("SIP messages are forwarded, not included");
  }
}
