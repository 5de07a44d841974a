package org.sipasync.payara.own;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import javax.servlet.sip.SipServlet;
import org.sipasync.container.routing.SelectiveServlet;

/** The engine's servlet for annotated handlers, as the container routes to it. */
final class HandlersServlet extends SipServlet implements SelectiveServlet {
  private static final long serialVersionUID = 1L;

  private final transient SipServlet servlet;
  private final transient Optional<Set<String>> methods;

  private HandlersServlet(SipServlet servlet, Optional<Set<String>> methods) {
    this.servlet = servlet;
    this.methods = methods;
  }

  /** Wraps a servlet that says which methods it handles; returns any other one. */
  static SipServlet of(SipServlet servlet) {
    return servlet instanceof org.sipasync.spi.HandledMethods handlers
        ? new HandlersServlet(servlet, handlers.methods())
        : servlet;
  }

  @Override
  public Optional<Set<String>> methods() {
    return methods;
  }

  @Override
  public void init(ServletConfig config) throws ServletException {
    servlet.init(config);
    super.init(config);
  }

  @Override
  public void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    servlet.service(request, response);
  }

  @Override
  public void destroy() {
    servlet.destroy();
  }
}
