package org.sipasync.payara.own;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import java.util.Collections;
import java.util.Enumeration;
import javax.servlet.sip.SipServlet;
import org.sipasync.payara.server.Managed;
import org.sipasync.payara.war.SipModule;

/** One SIP servlet of one WAR: the application's object and its configuration. */
final class WarServlet implements ServletConfig {
  private final SipModule.Servlet declaration;
  private final ServletContext servletContext;
  private final Managed<?> managed;
  private final SipServlet servlet;
  private final ServletIdentities identities;
  private boolean initialised;

  /**
   * Makes the object, in the WAR's context.
   *
   * @param servletContext what it gets as its ServletContext
   */
  WarServlet(SipModule.Servlet declaration, ServletContext servletContext, WarContext war) {
    this.declaration = declaration;
    this.servletContext = servletContext;
    this.identities = war.identities();
    this.managed = Managed.create(declaration.type);
    this.servlet =
        managed.instance() instanceof SipServlet own ? own : war.handlersOf(declaration.type);
  }

  /** Initialises the object, in the WAR's context. */
  void init() throws Exception {
    identities.run(getServletName(), () -> servlet.init(this));
    initialised = true;
  }

  /** Tells the object of its end, in the WAR's context. */
  void destroy() throws Exception {
    if (initialised) {
      identities.run(getServletName(), servlet::destroy);
    }
  }

  /** Gives the object up, which may be a listener, too. */
  void release() {
    managed.destroy();
  }

  /** The application's object: a SipServlet, or one with annotated handlers. */
  Object instance() {
    return managed.instance();
  }

  /** Servlet that messages are handed to. */
  SipServlet servlet() {
    return servlet;
  }

  Class<?> type() {
    return declaration.type;
  }

  @Override
  public String getServletName() {
    return declaration.name;
  }

  @Override
  public ServletContext getServletContext() {
    return servletContext;
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
