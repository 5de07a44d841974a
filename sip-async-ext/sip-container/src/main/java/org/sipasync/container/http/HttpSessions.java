package org.sipasync.container.http;

import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.servlet.sip.ConvergedHttpSession;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.Application;
import org.sipasync.container.session.Sessions;

/**
 * HTTP sessions of one application, each with the one {@link ConvergedSession} that its servlets
 * see. An entry lives as long as its HTTP session. Thread-safe.
 */
public final class HttpSessions {
  private final Map<String, ConvergedSession> byId = new ConcurrentHashMap<>();
  private final Sessions sessions;
  private final Supplier<Application> application;

  /**
   * Starts empty.
   *
   * @param application asked when an application session is made or looked for
   */
  public HttpSessions(Sessions sessions, Supplier<Application> application) {
    this.sessions = sessions;
    this.application = application;
  }

  /**
   * A request whose session is a {@link ConvergedHttpSession}. Its HTTP session, if it has one,
   * joins the application session that the URL was encoded for; a new one does when it is made.
   *
   * @param response what an asynchronous request goes on with
   */
  public HttpServletRequest converge(HttpServletRequest request, ServletResponse response) {
    if (isConverged(request)) {
      return request;
    }
    AppSession encoded = sessions.encodedIn(application.get(), request.getQueryString());
    ConvergedRequest converged = new ConvergedRequest(request, response, this, encoded);
    if (encoded != null) {
      converged.getSession(false);
    }
    return converged;
  }

  /** True for one that an asynchronous servlet dispatches again. */
  private static boolean isConverged(HttpServletRequest request) {
    return request instanceof ConvergedRequest
        || request instanceof ServletRequestWrapper outer
            && outer.isWrapperFor(ConvergedRequest.class);
  }

  /** The converged session of an HTTP session: one as long as that lives. */
  ConvergedSession of(HttpSession session) {
    return byId.compute(
        session.getId(),
        (id, present) ->
            present != null ? present.over(session) : new ConvergedSession(this, session));
  }

  AppSession createApplicationSession() {
    return sessions.create(application.get());
  }

  /** Takes in that an HTTP session ends: it leaves its application session. */
  public void ended(HttpSession session) {
    ConvergedSession converged = byId.remove(session.getId());
    if (converged != null) {
      converged.ended();
    }
  }

  /** Takes in that an HTTP session has a new id, as after a login. */
  public void renamed(HttpSession session, String formerId) {
    ConvergedSession converged = byId.remove(formerId);
    if (converged != null) {
      byId.put(session.getId(), converged);
    }
  }

  /** Number of HTTP sessions that a servlet has asked for. */
  int size() {
    return byId.size();
  }
}
