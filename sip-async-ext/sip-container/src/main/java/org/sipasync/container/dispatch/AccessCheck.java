package org.sipasync.container.dispatch;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.sipasync.container.session.Access;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.DialogSession;
import org.sipasync.support.Failures;
import org.sipasync.support.LimitedLog;

/**
 * A request that is held back until it is known who has sent it (JSR 289, 17). Its session lasts
 * meanwhile, and handles other messages.
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

  private final DialogSession session;
  private final AppSession application;
  private final Uas uas;
  private final Runnable hold = this::sessionEnded;

  private AccessCheck(DialogSession session, Uas uas) {
    this.session = session;
    this.application = session.getApplicationSession();
    this.uas = uas;
  }

  /** Holds a request back if it is to be checked and has not been; in its session's lane. */
  static boolean holds(DialogSession session, Uas uas) {
    Access access = session.getApplicationSession().application().context().access();
    if (uas.admitted || !access.guards(session.handler(), uas.request().getMethod())) {
      return false;
    }
    new AccessCheck(session, uas).begin(access);
    return true;
  }

  private void begin(Access access) {
    application.hold(hold);
    uas.checking = true;
    try {
      access.check(uas.request(), session.handler(), this::decided);
    } catch (RuntimeException | Error e) {
      end();
      fail(e);
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
  }

  private void end() {
    uas.checking = false;
    application.release(hold);
  }

  private void fail(Throwable failure) {
    String line = "Access check of " + session.handler() + ": " + Failures.describe(failure);
    FAILURES.log(Level.ERROR, failure.getClass().getName(), line);
    uas.answer(500, "access check failed");
  }
}
