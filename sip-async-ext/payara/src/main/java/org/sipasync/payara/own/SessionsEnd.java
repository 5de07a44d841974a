package org.sipasync.payara.own;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.Application;
import org.sipasync.container.session.Sessions;

/** End of all sessions of an application that goes. */
final class SessionsEnd {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final long MAX_SECONDS = 10;
  private static final int ROUNDS = 3;

  private SessionsEnd() {}

  /**
   * Invalidates the sessions in their lanes and waits for that; those that handlers make meanwhile
   * in the next round.
   */
  static void of(Application application, Sessions sessions) {
    for (int round = 0; round < ROUNDS; round++) {
      List<AppSession> all = sessions.of(application);
      CountDownLatch ended = new CountDownLatch(all.size());
      for (AppSession session : all) {
        session.lane().execute(() -> end(session, ended));
      }
      await(ended, application);
    }
  }

  private static void end(AppSession session, CountDownLatch ended) {
    try {
      if (session.isValid()) {
        session.invalidate();
      }
    } finally {
      ended.countDown();
    }
  }

  private static void await(CountDownLatch ended, Application application) {
    try {
      if (!ended.await(MAX_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(
            Level.WARNING,
            "{0} sessions of SIP application {1} do not end",
            ended.getCount(),
            application.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
