package org.sipasync.container.session;

import java.net.URL;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.servlet.sip.ConvergedHttpSession;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.URI;

/**
 * SipApplicationSession. For its lane only, but for attributes, validity, HTTP sessions and the
 * lane itself.
 */
public final class AppSession extends SessionBase implements SipApplicationSession {
  /** Time after which a node that may not act looks whether it may. */
  static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final Sessions sessions;
  private final Application application;
  private final Lane lane;
  private final Expiry expiry;
  private final Members members = new Members();

  /** Initial requests that are on their way to it. */
  private final AtomicInteger expected = new AtomicInteger();

  /** Immutable before the first. */
  private Map<String, ServletTimer> timers = Map.of();

  private String key;
  private boolean encoded;
  private boolean used;
  private boolean lasting;

  /** Applications that the chain of its last initial request was long. */
  private int chainLength;

  AppSession(Sessions sessions, Application application, Lane lane) {
    super(sessions.timers());
    this.sessions = sessions;
    this.application = application;
    this.lane = lane;
    this.expiry = new Expiry(this, sessions.timers());
  }

  /** Returns the serial queue of this session's tasks. */
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

  /** Returns the application's key of the session; null if there is none. */
  String key() {
    return key;
  }

  void key(String applicationKey) {
    key = applicationKey;
  }

  /** Length of the chain of applications that its last initial request has come by. */
  public int chainLength() {
    return chainLength;
  }

  public void chainLength(int length) {
    chainLength = length;
  }

  /** Takes in that a URI leads to it. */
  void encoded() {
    encoded = true;
  }

  /**
   * Takes in that a SIP session without dialog is invalidated with its last request. JSR 289 6.2.4
   * has it stay, and its application session with it: here only the latter stays, until it expires,
   * if the application can find it by key or URI.
   */
  void outliveRequest() {
    lasting = key != null || encoded;
  }

  boolean isHeld() {
    return expiry.isHeld() || expected.get() > 0;
  }

  /** Takes in that an initial request waits for its turn: the session stays. Thread-safe. */
  public void expect() {
    expected.incrementAndGet();
  }

  /** Undoes an {@link #expect}. */
  public void arrived() {
    expected.decrementAndGet();
  }

  Expiry expiry() {
    return expiry;
  }

  /** Returns false while another node may have this session. */
  boolean mayAct() {
    SessionKeeper keeper = sessions.keeper();
    return keeper == null || keeper.mayAct();
  }

  void begin() {
    expiry.start(application.sessionMinutes()); // which the listener may change
    events().created();
  }

  void add(DialogSession session) {
    used = true;
    members.sip().add(session);
  }

  void remove(DialogSession session) {
    members.sip().remove(session);
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
   * Makes an HTTP session one of this application session, which then lasts as long unless it
   * expires. Thread-safe.
   *
   * @return false if this session has been invalidated
   */
  public boolean join(ConvergedHttpSession session) {
    return isValid() && members.add(session);
  }

  /** Takes an HTTP session away that has ended, or belongs elsewhere now. Thread-safe. */
  public void leave(ConvergedHttpSession session) {
    members.remove(session);
    execute(() -> used = true);
  }

  /**
   * Enqueues a task in this session's lane; after it, sessions that are ready are invalidated. A
   * task that runs application code must enter the application's context. Returns immediately;
   * thread-safe. Drops the task if the session has been invalidated by then.
   */
  public void execute(Runnable task) {
    execute(task, () -> {});
  }

  /**
   * Runs a task in this session's turn, as {@link #execute(Runnable)} does.
   *
   * @param ifEnded runs in its place if the session has been invalidated when its turn comes
   */
  public void execute(Runnable task, Runnable ifEnded) {
    lane.execute(
        () -> {
          if (isValid()) {
            runAndSettle(task);
          } else {
            ifEnded.run();
          }
        });
  }

  /**
   * Enqueues a task as {@link #execute(Runnable)} does; it runs on the loop's thread if its pace
   * allows that.
   */
  public void execute(Pace pace, Runnable task) {
    lane.execute(
        pace,
        () -> {
          if (isValid()) {
            runAndSettle(task);
          }
        });
  }

  private void runAndSettle(Runnable task) {
    try {
      task.run();
    } finally {
      if (isValid()) {
        settle();
      }
    }
  }

  /**
   * Prevents the session from expiring and from being invalidated when ready (rule A11).
   *
   * @param onEnd runs if the session is invalidated nevertheless before the release
   */
  public void hold(Runnable onEnd) {
    expiry.hold(onEnd);
  }

  /** Ends one {@link #hold}; an expiry that fell due meanwhile happens now. */
  public void release(Runnable onEnd) {
    expiry.release(onEnd);
  }

  /** SIP sessions of this session. */
  SipMembers sip() {
    return members.sip();
  }

  /**
   * Invalidates ready sessions immediately (JSR 289 6.2.4). Called after each handler of this
   * session; looks only at SIP sessions that have changed since.
   */
  public void settle() {
    if (!isHeld()) {
      members.sip().resume();
    }
    DialogSession changed = members.sip().poll();
    for (; changed != null; changed = members.sip().poll()) {
      if (changed.isValid()) {
        changed.settle();
      }
    }
    boolean due = isToGo() && used && !isHeld();
    if (due && isReadyToInvalidate()) {
      events().fireEnd(SipApplicationSessionListener::sessionReadyToInvalidate);
      if (isToGo() && !isHeld()) {
        invalidate(); // whatever the listener has begun in it (Javadoc of the listener)
      }
    }
    SessionKeeper keeper = sessions.keeper();
    if (keeper != null && isValid()) {
      keeper.settled(this);
    }
  }

  /** Returns true if the end of its life has come. */
  public boolean isExpired() {
    return expiry.isOver();
  }

  /** Expires the session unless a listener extends its life. */
  void expire() {
    events().fireEnd(SipApplicationSessionListener::sessionExpired);
    if (isValid() && expiry.isOver()) {
      invalidate();
    }
  }

  /**
   * Ends what is suspended and answers open requests 503, because the application's servlets are
   * about to be destroyed. The session stays for the requests that they then send.
   */
  public void retire() {
    for (DialogSession session : members.sip().all()) {
      session.user().onRetired();
    }
    expiry.endHolds();
  }

  /** Returns true if a request of one of its SIP sessions has no final response. */
  public boolean hasPending() {
    return members.sip().all().stream().anyMatch(DialogSession::hasPending);
  }

  @Override
  public void invalidate() {
    if (!startEnd()) {
      return;
    }
    for (DialogSession session : members.sip().all()) {
      session.invalidate();
    }
    for (ConvergedHttpSession session : members.closeHttp()) {
      application.listeners().call(session, ConvergedHttpSession::invalidate);
    }
    expiry.endHolds();
    for (ServletTimer timer : List.copyOf(timers.values())) {
      timer.cancel();
    }
    events().fireEnd(SipApplicationSessionListener::sessionDestroyed);
    expiry.stop();
    end();
    sessions.remove(this);
  }

  @Override
  public boolean isReadyToInvalidate() {
    checkValid();
    return !lasting && timers.isEmpty() && members.areReadyToInvalidate();
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
    return members.all().iterator();
  }

  @Override
  public Iterator<?> getSessions(String protocol) {
    checkValid();
    return members.of(protocol).iterator();
  }

  @Override
  public SipSession getSipSession(String sessionId) {
    checkValid();
    return members.findSip(sessionId);
  }

  @Override
  public Object getSession(String sessionId, Protocol protocol) {
    checkValid();
    return Objects.requireNonNull(protocol, "protocol") == Protocol.SIP
        ? members.findSip(sessionId)
        : members.findHttp(sessionId);
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

  @Override
  public URL encodeURL(URL url) {
    checkValid();
    encoded();
    return SessionUrls.encode(url, sessions.keyOf(this));
  }

  @Override
  public String toString() {
    return "SipApplicationSession " + getId();
  }
}
