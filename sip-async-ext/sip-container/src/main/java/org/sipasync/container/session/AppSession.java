package org.sipasync.container.session;

import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.URI;

/** SipApplicationSession. For its lane only, but for attributes, validity and the lane itself. */
public final class AppSession extends SessionBase implements SipApplicationSession {
  private final Sessions sessions;
  private final Application application;
  private final Lane lane;
  private final Expiry expiry;
  private final List<DialogSession> sipSessions = new ArrayList<>(1);

  /** Immutable before the first. */
  private Map<String, ServletTimer> timers = Map.of();

  private String key;
  private boolean used;

  AppSession(Sessions sessions, Application application, Lane lane) {
    super(sessions.timers());
    this.sessions = sessions;
    this.application = application;
    this.lane = lane;
    this.expiry = new Expiry(this, sessions.timers());
  }

  /** Serial queue of everything that happens in this session. */
  public Lane lane() {
    return lane;
  }

  @Override
  AppSessionEvents events() {
    return new AppSessionEvents(this);
  }

  public Application application() {
    return application;
  }

  Sessions sessions() {
    return sessions;
  }

  /** Key that the application keeps it by; null if there is none. */
  String key() {
    return key;
  }

  void key(String applicationKey) {
    key = applicationKey;
  }

  boolean isHeld() {
    return expiry.isHeld();
  }

  void begin() {
    events().fire(SipApplicationSessionListener::sessionCreated);
    expiry.start(application.sessionMinutes());
  }

  void add(DialogSession session) {
    used = true;
    sipSessions.add(session);
  }

  void remove(DialogSession session) {
    sipSessions.remove(session);
  }

  void add(ServletTimer timer) {
    used = true;
    if (timers.equals(Map.of())) {
      timers = new LinkedHashMap<>(4);
    }
    timers.put(timer.getId(), timer);
  }

  void remove(ServletTimer timer) {
    if (!timers.isEmpty()) {
      timers.remove(timer.getId());
    }
  }

  /**
   * Runs a task in this session's turn: in its lane, and then invalidates what is ready. A task
   * that runs code of the application enters its context. Returns immediately; thread-safe. Does
   * nothing if the session has been invalidated when its turn comes.
   */
  public void execute(Runnable task) {
    lane.execute(() -> runAndSettle(task));
  }

  /**
   * Runs a task as {@link #execute(Runnable)} does, on the loop's thread if its pace allows that.
   */
  public void execute(Pace pace, Runnable task) {
    lane.execute(pace, () -> runAndSettle(task));
  }

  private void runAndSettle(Runnable task) {
    if (!isValid()) {
      return;
    }
    try {
      task.run();
    } finally {
      if (isValid()) {
        settle();
      }
    }
  }

  /**
   * Keeps the session from expiring and from being invalidated when ready (rule A11).
   *
   * @param onEnd runs if the session is invalidated all the same before it is released
   */
  public void hold(Runnable onEnd) {
    expiry.hold(onEnd);
  }

  /** Ends one {@link #hold}; an expiry that was due meanwhile happens now. */
  public void release(Runnable onEnd) {
    expiry.release(onEnd);
  }

  /**
   * Invalidates what is ready, at once (JSR 289 6.2.4). To be called whenever a handler of this
   * session has ended.
   */
  public void settle() {
    for (DialogSession session : List.copyOf(sipSessions)) {
      session.settle();
    }
    boolean due = isToGo() && used && !expiry.isHeld();
    if (due && isReadyToInvalidate()) {
      events().fire(SipApplicationSessionListener::sessionReadyToInvalidate);
      if (isToGo() && isReadyToInvalidate()) {
        invalidate();
      }
    }
  }

  /** Asks the listeners to extend the life, and ends it if none does. */
  void expire() {
    events().fire(SipApplicationSessionListener::sessionExpired);
    if (isValid() && expiry.isOver()) {
      invalidate();
    }
  }

  @Override
  public void invalidate() {
    if (!startEnd()) {
      return;
    }
    for (DialogSession session : List.copyOf(sipSessions)) {
      session.invalidate();
    }
    expiry.endHolds();
    for (ServletTimer timer : List.copyOf(timers.values())) {
      timer.cancel();
    }
    events().fire(SipApplicationSessionListener::sessionDestroyed);
    expiry.stop();
    end();
    sessions.remove(this);
  }

  @Override
  public boolean isReadyToInvalidate() {
    checkValid();
    if (!timers.isEmpty()) {
      return false;
    }
    for (DialogSession session : sipSessions) {
      if (!session.isReadyToInvalidate()) {
        return false;
      }
    }
    return true;
  }

  @Override
  String makeId() {
    return sessions.identify(this);
  }

  @Override
  public String getApplicationName() {
    return application.name();
  }

  @Override
  public long getExpirationTime() {
    checkValid();
    return expiry.time();
  }

  @Override
  public int setExpires(int minutes) {
    checkValid();
    return expiry.start(minutes);
  }

  @Override
  public Iterator<?> getSessions() {
    checkValid();
    return List.copyOf(sipSessions).iterator();
  }

  @Override
  public Iterator<?> getSessions(String protocol) {
    checkValid();
    return switch (Objects.requireNonNull(protocol, "protocol")
        .toUpperCase(java.util.Locale.ROOT)) {
      case "SIP" -> getSessions();
      case "HTTP" -> Collections.emptyIterator();
      default -> throw new IllegalArgumentException("Protocol is neither SIP nor HTTP");
    };
  }

  @Override
  public SipSession getSipSession(String sessionId) {
    checkValid();
    Objects.requireNonNull(sessionId, "id");
    for (DialogSession session : sipSessions) {
      if (session.getId().equals(sessionId)) {
        return session;
      }
    }
    return null;
  }

  @Override
  public Object getSession(String sessionId, Protocol protocol) {
    return Objects.requireNonNull(protocol, "protocol") == Protocol.SIP
        ? getSipSession(sessionId)
        : null;
  }

  @Override
  public ServletTimer getTimer(String timerId) {
    checkValid();
    return timers.get(timerId);
  }

  @Override
  public Collection<ServletTimer> getTimers() {
    checkValid();
    return List.copyOf(timers.values());
  }

  @Override
  public Iterator<String> getAttributeNames() {
    checkValid();
    return attributeNames().iterator();
  }

  @Override
  public void encodeURI(URI uri) {
    checkValid();
    sessions.encode(this, uri);
  }

  /** Not before HTTP sessions belong to application sessions (issue 18). */
  @Override
  public URL encodeURL(URL url) {
    throw new UnsupportedOperationException(
        "encodeURL is not part of sip.container=own yet (issue 18)");
  }

  @Override
  public String toString() {
    return "SipApplicationSession " + getId();
  }
}
