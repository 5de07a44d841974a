package org.sipasync.container.dispatch;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import org.sipasync.container.session.Access;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.DialogSession;
import org.sipasync.support.Failures;
import org.sipasync.support.LimitedLog;

/**
 * A request that is held back until it is known who has sent it (JSR 289, 17), and the requests of
 * its session that have come behind it: they wait, so that the servlet gets them in order. Nothing
 * waits for a request that a CANCEL, a BYE or the end of the session has ended.
 *
 * <pre>
 *   HELD ── admitted ──▶ its servlet
 *     ├──── refused ───▶ answered
 *     └──── CANCEL, BYE, end of the session ──▶ answered by the container
 * </pre>
 */
final class AccessCheck {
  private static final Logger LOG = System.getLogger(AccessCheck.class.getName());
  private static final LimitedLog FAILURES = new LimitedLog(LOG);

  /** Requests behind one, at most; further ones get 503. */
  static final int MAX_WAITING = 64;

  private final DialogSession session;
  private final SessionAgent agent;
  private final AppSession application;
  private final Uas uas;
  private final Runnable hold = this::sessionEnded;
  private final Deque<Uas> waiting = new ArrayDeque<>(2);

  private AccessCheck(DialogSession session, Uas uas) {
    this.session = session;
    this.agent = SessionAgent.of(session);
    this.application = session.getApplicationSession();
    this.uas = uas;
  }

  /**
   * Holds a request back if it is to be checked and has not been, or if another one of its session
   * is held; in its session's lane.
   */
  static boolean holds(DialogSession session, Uas uas) {
    if (uas.admitted) {
      return false;
    }
    AccessCheck open = SessionAgent.of(session).check();
    if (open != null && open.uas.isAnswered()) {
      open.handOn();
      open = SessionAgent.of(session).check();
    }
    if (open != null) {
      open.hold(uas);
      return true;
    }
    Access access = session.getApplicationSession().application().context().access();
    if (!access.guards(session.handler(), uas.request().getMethod())) {
      return false;
    }
    new AccessCheck(session, uas).begin(access);
    return true;
  }

  private void hold(Uas next) {
    if (waiting.size() < MAX_WAITING) {
      next.unheard = true;
      waiting.add(next);
    } else {
      next.answer(503, "too many requests wait for a look-up");
    }
  }

  private void begin(Access access) {
    application.hold(hold);
    uas.unheard = true;
    agent.check(this);
    try {
      access.check(uas.request(), session.handler(), this::decided);
    } catch (RuntimeException | Error e) {
      end();
      fail(e);
      handOn();
    }
  }

  /** Nothing to do: what is open in an ending session is answered. */
  private void sessionEnded() {}

  /** On any thread. */
  private void decided(Access.Verdict verdict) {
    application.execute(() -> goOn(verdict));
  }

  private void goOn(Access.Verdict verdict) {
    try {
      uas.admitted = !uas.isAnswered() && verdict.apply(uas.request());
    } catch (IOException | RuntimeException e) {
      fail(e);
    } finally {
      end();
    }
    if (uas.admitted) {
      ServletCall.handle(session, uas);
    }
    handOn();
  }

  private void end() {
    uas.unheard = false;
    if (agent.check() == this) {
      agent.check(null);
    }
    application.release(hold);
  }

  /** Hands on what has waited; if one of them is to be checked, the others wait for that. */
  private void handOn() {
    if (agent.check() == this) {
      agent.check(null);
    }
    for (Uas next = waiting.poll(); next != null; next = waiting.poll()) {
      next.unheard = false;
      if (session.isValid() && !next.isAnswered()) {
        ServletCall.handle(session, next);
      } else {
        next.request().goOn(); // an ACK that a proxied dialog waits for
      }
    }
  }

  private void fail(Throwable failure) {
    String line = "Access check of " + session.handler() + ": " + Failures.describe(failure);
    FAILURES.log(Level.ERROR, failure.getClass().getName(), line);
    uas.answer(500, "access check failed");
  }
}
