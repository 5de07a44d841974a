package org.sipasync.restcomm;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletResponse;
import org.mobicents.servlet.sip.core.MobicentsSipServlet;
import org.sipasync.payara.server.Managed;
import org.sipasync.payara.war.SipModule;
import org.sipasync.spi.ContextScope;

/**
 * One SIP servlet of one WAR. What Restcomm calls is this object, which enters the WAR's context
 * and calls the application's instance.
 */
final class WarServlet implements MobicentsSipServlet, Servlet, ServletConfig {
  private final WarContext war;
  private final SipModule.Servlet declaration;
  private Managed<?> managed;
  private SipServlet servlet;

  WarServlet(WarContext war, SipModule.Servlet declaration) {
    this.war = war;
    this.declaration = declaration;
  }

  /** Makes and initialises the application's instance, in the WAR's context. */
  void start() throws ServletException {
    managed = Managed.create(declaration.type);
    servlet = managed.instance() instanceof SipServlet own ? own : war.handlersOf(declaration.type);
    servlet.init(this);
  }

  /** Ends the application's instance, in the WAR's context. */
  void stop() {
    if (managed != null) {
      servlet.destroy();
      managed.destroy();
    }
  }

  /** The application's object: a SipServlet, or one with annotated handlers. */
  Object instance() {
    return managed.instance();
  }

  /** What messages are handed to. */
  SipServlet servlet() {
    return servlet;
  }

  Class<?> type() {
    return declaration.type;
  }

  @Override
  public void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    SipServletMessage message =
        request != null ? (SipServletMessage) request : (SipServletMessage) response;
    if (war.isStopping() && message instanceof ContainerRequest late && late.isInitial()) {
      Suspensions.answer(late, SipServletResponse.SC_SERVICE_UNAVAILABLE);
      return;
    }
    try {
      war.handle(message, declaration.name, () -> serve(message, request, response));
    } catch (ServletException | IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }

  private void serve(SipServletMessage message, ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    try (ContextScope scope = war.openScope(message, declaration.name)) {
      try {
        servlet.service(request, response);
      } catch (ServletException | IOException | RuntimeException | Error e) {
        scope.failed(e);
        throw e;
      }
    }
  }

  @Override
  public Servlet allocate() {
    return this;
  }

  @Override
  public void deallocate(Servlet servlet) {}

  @Override
  public String getName() {
    return declaration.name;
  }

  @Override
  public int getLoadOnStartup() {
    return declaration.loadOnStartup;
  }

  @Override
  public boolean isUnavailable() {
    return servlet == null;
  }

  @Override
  public void init(ServletConfig config) {}

  @Override
  public void destroy() {}

  @Override
  public ServletConfig getServletConfig() {
    return this;
  }

  @Override
  public String getServletInfo() {
    return servlet.getServletInfo();
  }

  @Override
  public String getServletName() {
    return declaration.name;
  }

  @Override
  public ServletContext getServletContext() {
    return war.getServletContext();
  }

  @Override
  public String getInitParameter(String name) {
    return declaration.parameters.get(name);
  }

  @Override
  public Enumeration<String> getInitParameterNames() {
    return Collections.enumeration(declaration.parameters.keySet());
  }
}
