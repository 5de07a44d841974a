package org.sipasync.container.session;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSessionActivationListener;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipSession.State;
import javax.servlet.sip.SipSessionActivationListener;

/**
 * Writes application sessions for other nodes, and goes on with those of nodes that are gone. A
 * session goes over with its attributes and the rest of its life, its confirmed dialogs, and its
 * persistent timers. For the lane of the session.
 */
public final class SessionTransfer {
  /** Limit of dialogs; an application session with more is not written. */
  private static final int MAX_DIALOGS = 64;

  private final Agents agents;
  private final SessionValues values;

  /** User agents of the sessions, which the package above has made. */
  public interface Agents {
    /** Returns true if the dialog is the application's own, not a proxied one. */
    boolean isOwn(DialogSession session);

    /** Returns the session of the other leg; null if there is none. */
    DialogSession linked(DialogSession session);

    /** Returns the numbers of INVITEs whose 2xx awaits its ACK. */
    List<Long> unacknowledged(DialogSession session);

    /** Creates the user agent of a session that another node has begun. */
    SessionUser create(DialogSession session, SipSessionSnapshot snapshot);

    /** Returns the session timer of a dialog; null if none runs. */
    KeepAliveSnapshot keepAlive(DialogSession session);

    /** Goes on with a session timer, by this node's clock. */
    void keepAlive(DialogSession session, KeepAliveSnapshot snapshot);

    /** Links the sessions of two legs. */
    void link(DialogSession one, DialogSession other);
  }

  /** Creates what writes and restores the sessions of one application. */
  public SessionTransfer(Agents agents, SessionValues values) {
    this.agents = agents;
    this.values = values;
  }

  /** Returns true if the session has something that is worth a place elsewhere. */
  public boolean isWorthIt(AppSession session) {
    return isWorthIt(session, agents);
  }

  /** Returns true if the session has something that is worth a place elsewhere. */
  public static boolean isWorthIt(AppSession session, Agents agents) {
    int size = session.sip().size();
    if (size > MAX_DIALOGS) {
      return false;
    }
    return session.getTimers().stream().anyMatch(SessionTransfer::isPersistent)
        || size > 0 && session.sip().all().stream().anyMatch(each -> isConfirmed(each, agents));
  }

  private static boolean isPersistent(ServletTimer timer) {
    return timer instanceof ApplicationTimer own && own.isPersistent();
  }

  private static boolean isConfirmed(DialogSession session, Agents agents) {
    return session.isValid() && session.getState() == State.CONFIRMED && agents.isOwn(session);
  }

  /** Writes a session. */
  public SessionSnapshot snapshot(AppSession session) {
    List<SipSessionSnapshot> sipSessions = new ArrayList<>(2);
    for (DialogSession each : session.sip().all()) {
      if (isConfirmed(each, agents)) {
        sipSessions.add(snapshot(each));
      }
    }
    List<TimerSnapshot> timers = new ArrayList<>(0);
    for (ServletTimer each : session.getTimers()) {
      if (isPersistent(each)) {
        byte[] info = values.write("information of a timer", each.getInfo());
        timers.add(((ApplicationTimer) each).snapshot(info));
      }
    }
    return new SessionSnapshot(
        session.getId(),
        session.key(),
        session.expiry().end(),
        session.getInvalidateWhenReady(),
        values.write(session.attributeNames(), session::getAttribute),
        sipSessions,
        timers);
  }

  private SipSessionSnapshot snapshot(DialogSession session) {
    DialogSession linked = agents.linked(session);
    return new SipSessionSnapshot(
        session.getId(),
        session.handler(),
        session.dialog().snapshot(),
        session.state().usages().stream().sorted().toList(),
        session.getInvalidateWhenReady(),
        values.write(session.attributeNames(), session::getAttribute),
        linked == null ? null : linked.getId(),
        agents.unacknowledged(session),
        agents.keepAlive(session));
  }

  /**
   * Goes on with a session of another node. Its requests are taken from the end of this call on.
   *
   * @param lane where this is called
   * @param shift this node's clock less the other's, in milliseconds
   * @return the session; null if it is here already
   */
  public AppSession restore(
      Sessions sessions, Application application, Lane lane, SessionSnapshot from, long shift) {
    AppSession session = sessions.create(application, lane, from);
    if (session == null) {
      return null;
    }
    Map<String, DialogSession> byId = new HashMap<>();
    for (SipSessionSnapshot each : from.sipSessions()) {
      byId.put(each.id(), sessions.create(session, each, created -> agents.create(created, each)));
    }
    // Attributes may be sessions, which must be there before them.
    session.restore(from.invalidateWhenReady(), values.readAll(from.attributes(), session));
    for (SipSessionSnapshot each : from.sipSessions()) {
      restore(byId.get(each.id()), each, byId);
      if (each.keepAlive() != null) {
        agents.keepAlive(byId.get(each.id()), each.keepAlive().shifted(shift));
      }
    }
    session.expiry().resume(from.expires() == 0 ? 0 : from.expires() + shift);
    from.timers().forEach(timer -> start(session, timer, shift));
    tell(session, byId);
    return session;
  }

  private void restore(
      DialogSession session, SipSessionSnapshot from, Map<String, DialogSession> byId) {
    session.restore(
        from.invalidateWhenReady(),
        values.readAll(from.attributes(), session.getApplicationSession()));
    DialogSession other = from.linked() == null ? null : byId.get(from.linked());
    if (other != null && agents.linked(session) == null && agents.linked(other) == null) {
      agents.link(session, other);
    }
  }

  private void start(AppSession session, TimerSnapshot from, long shift) {
    Serializable info = (Serializable) values.read(from.info(), session);
    ApplicationTimer timer = ApplicationTimer.of(session, from, info);
    session.add(timer);
    timer.start(from.due() + shift - session.timers().currentTimeMillis());
  }

  private static void tell(AppSession session, Map<String, DialogSession> sipSessions) {
    session
        .application()
        .listeners()
        .fire(
            SipApplicationSessionActivationListener.class,
            () -> new SipApplicationSessionEvent(session),
            SipApplicationSessionActivationListener::sessionDidActivate);
    for (DialogSession each : sipSessions.values()) {
      each.tell(
          SipSessionActivationListener.class, SipSessionActivationListener::sessionDidActivate);
    }
  }
}
