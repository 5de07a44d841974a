package org.sipasync.container.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.URI;
import org.sipasync.sip.message.HeaderType;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;
import org.sipasync.sip.message.Valued;

/** All sessions of the container: by id, by application key, by dialog. Thread-safe. */
public final class Sessions {
  /** URI parameter that {@link AppSession#encodeURI} adds. */
  static final String PARAMETER = "sip-async-session";

  private final Set<AppSession> all = ConcurrentHashMap.newKeySet();

  /** Application sessions whose id has been accessed. */
  private final Map<String, AppSession> byId = new ConcurrentHashMap<>();

  private final Map<Key, AppSession> byKey = new ConcurrentHashMap<>();
  private final Map<DialogId, DialogSession> byDialog = new ConcurrentHashMap<>();
  private final Map<DialogId, Subscribing> subscribing = new ConcurrentHashMap<>();
  private final SessionKeys keys = new SessionKeys();
  private final Lanes lanes;
  private final Timers timers;
  private final Supplier<String> ids;

  /** Null without a cluster. */
  private volatile SessionKeeper keeper;

  /** Key of an application session that an application keeps by its own key. */
  private record Key(String application, String key) {}

  /** Dialog as one side sees it; the remote tag is "" until it is known. */
  private record DialogId(String callId, String localTag, String remoteTag) {
    static DialogId of(String callId, String localTag, String remoteTag) {
      return new DialogId(callId, localTag, remoteTag == null ? "" : remoteTag);
    }
  }

  /**
   * Session with a pending SUBSCRIBE.
   *
   * @param until end in milliseconds since 1970
   */
  private record Subscribing(DialogSession session, long until) {}

  /**
   * Creates an empty registry.
   *
   * @param ids creates ids and tags: unique and unguessable tokens
   */
  public Sessions(Lanes lanes, Timers timers, Supplier<String> ids) {
    this.lanes = lanes;
    this.timers = timers;
    this.ids = ids;
  }

  public Timers timers() {
    return timers;
  }

  public Lanes lanes() {
    return lanes;
  }

  /** Sets what keeps sessions where they survive this node. */
  public void keeper(SessionKeeper sessionKeeper) {
    keeper = sessionKeeper;
  }

  /** Returns what keeps sessions where they survive this node; null without a cluster. */
  SessionKeeper keeper() {
    return keeper;
  }

  /** Returns a new id, tag or Call-ID. */
  public String newId() {
    return ids.get();
  }

  /** Creates an application session with its own lane. */
  public AppSession create(Application application) {
    return create(application, lanes.create());
  }

  /** Creates an application session for a request in that request's lane. */
  public AppSession create(Application application, Lane lane) {
    AppSession session = new AppSession(this, application, lane);
    all.add(session);
    session.begin();
    return session;
  }

  /**
   * Creates an application session that another node has begun.
   *
   * @return null if it is here already
   */
  AppSession create(Application application, Lane lane, SessionSnapshot snapshot) {
    AppSession session = new AppSession(this, application, lane);
    session.id(snapshot.id());
    if (byId.putIfAbsent(snapshot.id(), session) != null) {
      return null;
    }
    if (snapshot.key() != null) {
      session.key(snapshot.key());
      byKey.putIfAbsent(new Key(application.name(), snapshot.key()), session);
    }
    all.add(session);
    return session;
  }

  /** Returns the application session of a key; creates it if there is none. */
  public AppSession createByKey(Application application, String key) {
    Key id = new Key(application.name(), Objects.requireNonNull(key, "key"));
    AppSession fresh = new AppSession(this, application, lanes.create());
    fresh.key(key);
    AppSession present = byKey.putIfAbsent(id, fresh);
    if (present != null) {
      return present;
    }
    all.add(fresh);
    fresh.begin();
    return fresh;
  }

  /** Returns the application session of a key; null if there is none. */
  public AppSession byKey(Application application, String key) {
    return byKey.get(new Key(application.name(), Objects.requireNonNull(key, "key")));
  }

  /** Creates the id of an application session on its first access. */
  String identify(AppSession session) {
    String id = ids.get();
    byId.put(id, session);
    if (!all.contains(session)) {
      byId.remove(id);
    }
    return id;
  }

  /**
   * Returns the application session of an id; null if there is none, or it is another
   * application's.
   */
  public AppSession byId(Application application, String id) {
    AppSession session = byId.get(Objects.requireNonNull(id, "id"));
    boolean own = session != null && session.getApplicationName().equals(application.name());
    return own ? session : null;
  }

  /** Returns a snapshot of an application's sessions. */
  public List<AppSession> of(Application application) {
    return all.stream().filter(session -> session.application() == application).toList();
  }

  /**
   * Returns true if a URI may have been encoded for an application session, so that parsing it is
   * worthwhile.
   */
  public static boolean mayBeEncoded(String uri) {
    return uri.contains(PARAMETER);
  }

  /** Application session that a URI was encoded for; null if there is none. */
  public AppSession encodedIn(Uri uri) {
    String key = uri instanceof SipUri sip ? sip.parameter(PARAMETER) : null;
    int end = key == null ? -1 : key.lastIndexOf('-');
    AppSession found = end < 0 ? null : byId.get(key.substring(0, end));
    return found == null ? null : encodedBy(found.application(), key);
  }

  /** Application session that a URL's query leads to; null if there is none. */
  public AppSession encodedIn(Application application, String query) {
    String key = SessionUrls.key(query);
    return key == null ? null : encodedBy(application, key);
  }

  private AppSession encodedBy(Application application, String key) {
    String id = keys.idOf(application.name(), key);
    return id == null ? null : byId(application, id);
  }

  String keyOf(AppSession session) {
    return keys.keyOf(session.getApplicationName(), session.getId());
  }

  void encode(AppSession session, URI uri) {
    if (!(uri instanceof SipURI)) {
      throw new IllegalArgumentException("Only sip and sips URIs can be encoded, not " + uri);
    }
    uri.setParameter(PARAMETER, keyOf(session));
    session.encoded();
  }

  /** Creates a session; called in its application session's lane. */
  public DialogSession create(AppSession application, Dialog dialog, SessionUserFactory factory) {
    DialogSession session = add(new DialogSession(application, dialog), factory);
    session.begin();
    return session;
  }

  /** Creates a session that another node has begun; called in its application session's lane. */
  DialogSession create(
      AppSession application, SipSessionSnapshot snapshot, SessionUserFactory factory) {
    DialogSession session = new DialogSession(application, Dialog.of(snapshot.dialog()));
    session.restore(snapshot);
    return add(session, factory);
  }

  private DialogSession add(DialogSession session, SessionUserFactory factory) {
    session.user(factory.create(session));
    session.getApplicationSession().add(session);
    lanes.bind(session.getCallId(), session.getApplicationSession().lane());
    byDialog.put(id(session, session.registeredTag()), session);
    return session;
  }

  /** Creates the user agent of a new session. */
  @FunctionalInterface
  public interface SessionUserFactory {
    SessionUser create(DialogSession session);
  }

  /** Returns the session of a dialog; null if there is none. */
  public DialogSession find(String callId, String localTag, String remoteTag) {
    return byDialog.get(DialogId.of(callId, localTag, remoteTag));
  }

  /** Session of an application that a request's Join or Replaces names (RFC 3911, RFC 3891). */
  DialogSession named(Application application, SipRequest request, HeaderType<Valued> header) {
    DialogSession found = named(request, header);
    return found != null && found.application() == application ? found : null;
  }

  /** Session of any application that a request's Join or Replaces names; null if there is none. */
  public DialogSession named(SipRequest request, HeaderType<Valued> header) {
    try {
      Valued dialog = request.get(header);
      return dialog == null
          ? null
          : find(
              dialog.value(),
              dialog.parameters().get("to-tag"),
              dialog.parameters().get("from-tag"));
    } catch (ParseException e) {
      return null;
    }
  }

  /**
   * Expects NOTIFYs of unknown dialogs, because a session sends a SUBSCRIBE or REFER.
   *
   * @param life of the expectation: 64 × T1
   */
  public void expectNotify(DialogSession session, Duration life) {
    long until = timers.currentTimeMillis() + life.toMillis();
    subscribing.put(id(session, null), new Subscribing(session, until));
  }

  /**
   * Returns the session that expects NOTIFYs with this To tag from any peer (RFC 6665 4.1.2.4);
   * null if there is none.
   */
  public DialogSession expecting(String callId, String localTag) {
    Subscribing found = subscribing.get(DialogId.of(callId, localTag, null));
    boolean now = found != null && timers.currentTimeMillis() < found.until;
    return now ? found.session : null;
  }

  private static DialogId id(DialogSession session, String remoteTag) {
    return DialogId.of(session.getCallId(), session.dialog().localTag(), remoteTag);
  }

  void move(DialogSession session, String remoteTag) {
    byDialog.remove(id(session, session.registeredTag()), session);
    byDialog.put(id(session, remoteTag), session);
  }

  void remove(DialogSession session) {
    byDialog.remove(id(session, session.registeredTag()), session);
    if (!subscribing.isEmpty()) {
      subscribing.remove(id(session, null));
    }
    lanes.release(session.getCallId());
    session.getApplicationSession().remove(session);
  }

  void remove(AppSession session) {
    all.remove(session);
    if (keeper != null) {
      keeper.ended(session);
    }
    if (session.knownId() != null) {
      byId.remove(session.knownId());
    }
    if (session.key() != null) {
      byKey.remove(new Key(session.getApplicationName(), session.key()), session);
    }
  }

  /** Returns the number of application sessions. */
  public int applicationSessions() {
    return all.size();
  }

  /** Returns the number of SIP sessions. */
  public int sipSessions() {
    return byDialog.size();
  }
}
