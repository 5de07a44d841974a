package org.sipasync.payara;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import org.sipasync.container.http.HttpSessions;

/**
 * Converged HTTP of one WAR (JSR 289, 13): a filter before all others gives servlets requests whose
 * session is a ConvergedHttpSession, and listeners tell when one ends. It is registered before the
 * SIP application is made, and lets requests through as they are until that has started.
 */
final class ConvergedHttp implements Filter, HttpSessionListener, HttpSessionIdListener {
  private static final String NAME = "org.sipasync.converged-http";

  /** Requests that come without our wrapper; forwards and includes take over their servlet's. */
  private static final EnumSet<DispatcherType> AS_THE_SERVER_GIVES_THEM =
      EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);

  private volatile Optional<HttpSessions> sessions = Optional.empty();

  private ConvergedHttp() {}

  static ConvergedHttp register(ServletContext servletContext) {
    ConvergedHttp http = new ConvergedHttp();
    FilterRegistration.Dynamic filter = servletContext.addFilter(NAME, http);
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(AS_THE_SERVER_GIVES_THEM, false, "/*");
    servletContext.addListener(http);
    return http;
  }

  /** Sets the HTTP sessions of the application; none before its start and after its end. */
  void open(Optional<HttpSessions> opened) {
    sessions = opened;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<HttpSessions> open = sessions;
    if (open.isPresent() && request instanceof HttpServletRequest http) {
      chain.doFilter(open.get().converge(http, response), response);
    } else {
      chain.doFilter(request, response);
    }
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    sessions.ifPresent(open -> open.ended(event.getSession()));
  }

  @Override
  public void sessionIdChanged(HttpSessionEvent event, String formerId) {
    sessions.ifPresent(open -> open.renamed(event.getSession(), formerId));
  }
}
