package org.sipasync.container.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import javax.servlet.sip.ConvergedHttpSession;
import org.sipasync.container.session.AppSession;

/** HTTP request whose session is a ConvergedHttpSession. Used by one thread at a time. */
final class ConvergedRequest extends HttpServletRequestWrapper {
  private final ServletResponse response;
  private final HttpSessions sessions;

  /** Application session that the URL was encoded for; null if there is none, or it is joined. */
  private AppSession encoded;

  ConvergedRequest(
      HttpServletRequest request,
      ServletResponse response,
      HttpSessions sessions,
      AppSession encoded) {
    super(request);
    this.response = response;
    this.sessions = sessions;
    this.encoded = encoded;
  }

  @Override
  public HttpSession getSession() {
    return getSession(true);
  }

  @Override
  public HttpSession getSession(boolean create) {
    HttpSession session = super.getSession(create);
    if (session == null || session instanceof ConvergedHttpSession) {
      return session;
    }
    ConvergedSession converged = sessions.of(session);
    converged.reachedAt(getScheme(), getServerName(), getServerPort());
    if (encoded != null) {
      converged.join(encoded);
      encoded = null;
    }
    return converged;
  }

  /** Goes on with this request, not with the one below: its session is converged, too. */
  @Override
  public AsyncContext startAsync() {
    return getRequest().startAsync(this, response);
  }
}
