package org.sipasync.payara.own;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.ArrayList;
import java.util.EventListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.servlet.sip.SipServlet;
import org.sipasync.payara.server.Managed;
import org.sipasync.payara.war.SipModule;

/**
 * Servlets and listeners of one WAR. A listener that is a SIP servlet, too, is that servlet's
 * object. To be used in the WAR's context.
 */
final class WarObjects {
  private final ServletContext servletContext;
  private final Map<String, WarServlet> servlets = new LinkedHashMap<>();
  private final List<Managed<?>> managedListeners = new ArrayList<>();
  private final List<EventListener> listeners = new ArrayList<>();

  WarObjects(SipModule module, ServletContext servletContext, WarContext war) {
    this.servletContext = servletContext;
    module.servlets.forEach(
        (name, declared) -> servlets.put(name, new WarServlet(declared, servletContext, war)));
    module.listeners.forEach(type -> listeners.add(listener(type)));
  }

  private EventListener listener(Class<?> type) {
    Optional<Object> servlet = servlet(type);
    if (servlet.isPresent()) {
      return (EventListener) servlet.get();
    }
    Managed<?> made = Managed.create(type);
    managedListeners.add(made);
    return (EventListener) made.instance();
  }

  /** Tells the ServletContextListeners (C-G8), then initialises the servlets. */
  void init() throws Exception {
    ServletContextEvent event = new ServletContextEvent(servletContext);
    contextListeners().forEach(listener -> listener.contextInitialized(event));
    for (WarServlet servlet : servlets.values()) {
      servlet.init();
    }
  }

  /** Tells the servlets of their end. */
  void destroyServlets() throws Exception {
    for (WarServlet servlet : servlets.values()) {
      servlet.destroy();
    }
  }

  /** Tells the ServletContextListeners, and gives up all objects, after the sessions have ended. */
  void release() {
    servlets.values().forEach(WarServlet::release);
    ServletContextEvent event = new ServletContextEvent(servletContext);
    contextListeners().forEach(listener -> listener.contextDestroyed(event));
    managedListeners.forEach(Managed::destroy);
  }

  private List<ServletContextListener> contextListeners() {
    return listeners.stream()
        .filter(ServletContextListener.class::isInstance)
        .map(ServletContextListener.class::cast)
        .toList();
  }

  List<EventListener> listeners() {
    return listeners;
  }

  /** Servlets that messages are handed to, by name. */
  Map<String, SipServlet> servlets() {
    return servlets.values().stream()
        .collect(Collectors.toMap(WarServlet::getServletName, WarServlet::servlet));
  }

  List<String> servletNames() {
    return List.copyOf(servlets.keySet());
  }

  List<Class<?>> servletClasses() {
    return servlets.values().stream().<Class<?>>map(WarServlet::type).toList();
  }

  /** The application's object of a servlet class. */
  Optional<Object> servlet(Class<?> type) {
    for (WarServlet servlet : servlets.values()) {
      if (servlet.type() == type) {
        return Optional.of(servlet.instance());
      }
    }
    return Optional.empty();
  }
}
