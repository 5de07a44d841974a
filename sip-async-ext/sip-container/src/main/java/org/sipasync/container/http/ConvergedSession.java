package org.sipasync.container.http;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.util.Enumeration;
import java.util.Objects;
import javax.servlet.sip.ConvergedHttpSession;
import javax.servlet.sip.SipApplicationSession;
import org.sipasync.container.session.AppSession;

/** An HTTP session as a converged application sees it. Thread-safe. */
final class ConvergedSession implements ConvergedHttpSession {
  private final HttpSessions sessions;
  private volatile HttpSession session;
  private volatile Place place;

  /** Null before it is asked for, and when the HTTP session has ended. */
  private AppSession application;

  /** Address that the user's browser knows the server by. */
  private record Place(String scheme, String host, int port) {
    String base(String wanted) {
      String name = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
      boolean isDefault = port == (scheme.equals("https") ? 443 : 80);
      boolean same = wanted.equals(scheme);
      return wanted + "://" + name + (same && !isDefault && port > 0 ? ":" + port : "");
    }
  }

  ConvergedSession(HttpSessions sessions, HttpSession session) {
    this.sessions = sessions;
    this.session = session;
  }

  /** Goes on over the server's object of the same session: one that was stored and read back. */
  ConvergedSession over(HttpSession same) {
    session = same;
    return this;
  }

  /** Notes where the latest request has reached the server. */
  void reachedAt(String scheme, String host, int port) {
    Place known = place;
    if (known == null
        || known.port != port
        || !known.host.equals(host)
        || !known.scheme.equals(scheme)) {
      place = new Place(scheme, host, port);
    }
  }

  @Override
  public synchronized SipApplicationSession getApplicationSession() {
    session.getCreationTime(); // throws if the HTTP session is over
    while (application == null || !application.isValid()) {
      AppSession made = sessions.createApplicationSession();
      if (made.join(this)) {
        application = made;
      }
    }
    return application;
  }

  /** Makes this a session of an application session, and of no other; not if that is over. */
  synchronized void join(AppSession other) {
    AppSession former = application;
    if (former == other || !other.join(this)) {
      return;
    }
    application = other;
    if (former != null) {
      former.leave(this);
    }
  }

  synchronized void ended() {
    if (application != null) {
      application.leave(this);
      application = null;
    }
  }

  @Override
  public String encodeURL(String url) {
    Objects.requireNonNull(url, "url");
    String id = session.getId();
    session.getCreationTime(); // throws if the HTTP session is over
    int end = endOfPath(url);
    String path = url.substring(startOfPath(url), end);
    String context = getServletContext().getContextPath();
    boolean isOwn = path.equals(context) || path.startsWith(context + "/");
    return isOwn ? url.substring(0, end) + ';' + parameter() + '=' + id + url.substring(end) : url;
  }

  private static int startOfPath(String url) {
    int authority = url.indexOf("://");
    if (authority < 0) {
      return 0;
    }
    int slash = url.indexOf('/', authority + 3);
    return slash < 0 ? endOfPath(url) : slash;
  }

  private static int endOfPath(String url) {
    for (int i = 0; i < url.length(); i++) {
      if (url.charAt(i) == '?' || url.charAt(i) == '#') {
        return i;
      }
    }
    return url.length();
  }

  /** Name of the session's path parameter (Servlet 6.0, 7.1.3). */
  private String parameter() {
    String cookie = getServletContext().getSessionCookieConfig().getName();
    return cookie == null || cookie.equalsIgnoreCase("JSESSIONID") ? "jsessionid" : cookie;
  }

  @Override
  public String encodeURL(String relativePath, String scheme) {
    Objects.requireNonNull(relativePath, "relativePath");
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("Scheme is neither http nor https: " + scheme);
    }
    String slash = relativePath.startsWith("/") ? "" : "/";
    String context = getServletContext().getContextPath();
    return encodeURL(place.base(scheme) + context + slash + relativePath);
  }

  @Override
  public long getCreationTime() {
    return session.getCreationTime();
  }

  @Override
  public String getId() {
    return session.getId();
  }

  @Override
  public long getLastAccessedTime() {
    return session.getLastAccessedTime();
  }

  @Override
  public ServletContext getServletContext() {
    return session.getServletContext();
  }

  @Override
  public void setMaxInactiveInterval(int seconds) {
    session.setMaxInactiveInterval(seconds);
  }

  @Override
  public int getMaxInactiveInterval() {
    return session.getMaxInactiveInterval();
  }

  @Override
  public Object getAttribute(String name) {
    return session.getAttribute(name);
  }

  @Override
  public Enumeration<String> getAttributeNames() {
    return session.getAttributeNames();
  }

  @Override
  public void setAttribute(String name, Object value) {
    session.setAttribute(name, value);
  }

  @Override
  public void removeAttribute(String name) {
    session.removeAttribute(name);
  }

  @Override
  public void invalidate() {
    session.invalidate();
  }

  @Override
  public boolean isNew() {
    return session.isNew();
  }

  @Override
  public String toString() {
    return "ConvergedHttpSession " + session.getId();
  }
}
