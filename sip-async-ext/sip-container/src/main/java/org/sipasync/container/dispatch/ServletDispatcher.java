package org.sipasync.container.dispatch;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import javax.servlet.sip.SipServlet;
import org.sipasync.container.session.Application;

/** ServletContext.getNamedDispatcher's answer for a SIP servlet. Thread-safe. */
public final class ServletDispatcher implements RequestDispatcher {
  private final SipServlet servlet;

  private ServletDispatcher(SipServlet servlet) {
    this.servlet = servlet;
  }

  /** Dispatcher to a servlet of an application; null if it has none of this name. */
  public static RequestDispatcher of(Application application, String name) {
    SipServlet servlet = application.servlets().get(name);
    return servlet == null ? null : new ServletDispatcher(servlet);
  }

  /** Hands a message over, on the calling thread: one of the arguments is null. */
  @Override
  public void forward(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    servlet.service(request, response);
  }

  @Override
  public void include(ServletRequest request, ServletResponse response) {
    throw new UnsupportedOperationException("SIP messages are forwarded, not included");
  }
}
