package org.sipasync.payara.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import org.sipasync.payara.server.WebSocketDoor;
import org.sipasync.payara.server.WebSocketSettings;

/**
 * SIP over WebSocket of one WAR: a filter before all others. It is registered before the settings
 * are read, and lets every request through until it is opened, and all but those for its path then.
 */
public final class WebSocketGate implements Filter {
  private static final String NAME = "org.sipasync.websocket";

  private volatile OpenGate open;

  private WebSocketGate() {}

  /** Registers a closed gate; to be called by a ServletContainerInitializer. */
  public static WebSocketGate register(ServletContext servletContext) {
    WebSocketGate gate = new WebSocketGate();
    FilterRegistration.Dynamic filter = servletContext.addFilter(NAME, gate);
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    return gate;
  }

  /**
   * Opens the gate if the settings have a path.
   *
   * @param door of the container; empty if it has none
   * @throws org.sipasync.SipAsyncException SIPA-0370 if that is not possible in this server
   */
  public void open(
      Optional<WebSocketDoor> door, WebSocketSettings settings, ServletContext servletContext) {
    if (settings.path().isPresent() && door.isPresent()) {
      open = new OpenGate(door.get(), settings, servletContext);
    }
  }

  /** Closes the gate and all WebSockets that have come through it. */
  public void close() {
    OpenGate former = open;
    open = null;
    if (former != null) {
      former.close();
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    OpenGate gate = open;
    if (gate != null && request instanceof HttpServletRequest http && gate.isFor(http)) {
      gate.serve(http, (HttpServletResponse) response);
    } else {
      chain.doFilter(request, response);
    }
  }
}
