package org.sipasync.payara.own;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.Application;
import org.sipasync.container.session.Sessions;

/**
 * End of all sessions of an application that goes. For the thread that stops it, which waits for
 * the sessions' lanes.
 */
final class SessionsEnd {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final long MAX_SECONDS = 10;
  private static final int ROUNDS = 3;

  /** Time for the answers to what servlets send when they are destroyed. */
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long LOOK_MILLIS = 20;

  private final Application application;
  private final Sessions sessions;

  /** Sessions with open requests before the servlets are destroyed. */
  private Set<AppSession> pendingBefore = Set.of();

  SessionsEnd(Application application, Sessions sessions) {
    this.application = application;
    this.sessions = sessions;
  }

  /** Answers open requests, ends what is suspended, and waits for handlers and cancel routes. */
  void retire() {
    inLanes(sessions.of(application), AppSession::retire);
    pendingBefore = new HashSet<>(pending(sessions.of(application)));
  }

  /** Waits for the answers to requests that were sent since {@link #retire}, not for long. */
  void awaitAnswers() {
    long end = System.nanoTime() + ANSWER_NANOS;
    List<AppSession> open = pending(sessions.of(application));
    open.removeAll(pendingBefore);
    while (!open.isEmpty() && System.nanoTime() - end < 0 && sleep()) {
      open = pending(open);
    }
  }

  /** Invalidates the sessions; those that listeners make meanwhile in the next round. */
  void invalidate() {
    for (int round = 0; round < ROUNDS; round++) {
      inLanes(sessions.of(application), AppSession::invalidate);
    }
  }

  private List<AppSession> pending(List<AppSession> all) {
    Set<AppSession> pending = ConcurrentHashMap.newKeySet();
    inLanes(
        all,
        session -> {
          if (session.hasPending()) {
            pending.add(session);
          }
        });
    return new ArrayList<>(pending);
  }

  private void inLanes(List<AppSession> all, Consumer<AppSession> work) {
    long busy = InLanes.run(all, work, MAX_SECONDS);
    if (busy > 0) {
      LOG.log(
          Level.WARNING,
          "{0} sessions of SIP application {1} do not end",
          busy,
          application.name());
    }
  }

  /** Pauses; returns false if the thread is interrupted. */
  private static boolean sleep() {
    try {
      Thread.sleep(LOOK_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
