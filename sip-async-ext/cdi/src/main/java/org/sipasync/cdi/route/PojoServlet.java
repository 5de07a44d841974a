package org.sipasync.cdi.route;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.spi.HandledMethods;
import org.sipasync.spi.SipApplicationContext;

/** Dispatches messages to annotated handlers, and others to SipServlet's own methods. */
public final class PojoServlet extends SipServlet implements HandledMethods {
  private static final long serialVersionUID = 1L;

  private final transient SipApplicationContext application;
  private final transient Handlers handlers;
  private final transient Route.HandOver handOver;

  public PojoServlet(
      SipApplicationContext application, Handlers handlers, Route.HandOver handOver) {
    this.application = application;
    this.handlers = handlers;
    this.handOver = handOver;
  }

  @Override
  public Optional<Set<String>> methods() {
    return handlers.methods();
  }

  @Override
  public void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    SipServletMessage message =
        request != null ? (SipServletMessage) request : (SipServletMessage) response;
    Route handler = handlers.find(message);
    if (handler == null) {
      super.service(request, response);
      return;
    }
    try {
      handler.run(application, RouteArguments.message(message, handler.name()), handOver);
    } catch (ServletException | IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(handler + " failed", e);
    }
  }
}
