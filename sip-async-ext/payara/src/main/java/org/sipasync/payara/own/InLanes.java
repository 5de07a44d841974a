package org.sipasync.payara.own;

import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sipasync.container.session.AppSession;

/** Work on application sessions in their lanes, which the calling thread waits for. */
final class InLanes {
  private InLanes() {}

  /**
   * Runs work on the valid ones of some sessions, and waits for its end; blocks.
   *
   * @return the number of sessions whose lanes were still busy when the time was up; 0 if the
   *     thread is interrupted, which it stays
   */
  static long run(Collection<AppSession> sessions, Consumer<AppSession> work, long maxSeconds) {
    CountDownLatch ended = new CountDownLatch(sessions.size());
    for (AppSession session : sessions) {
      session.lane().execute(() -> run(session, work, ended));
    }
    try {
      return ended.await(maxSeconds, TimeUnit.SECONDS) ? 0 : ended.getCount();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static void run(AppSession session, Consumer<AppSession> work, CountDownLatch ended) {
    try {
      if (session.isValid()) {
        work.accept(session);
      }
    } finally {
      ended.countDown();
    }
  }
}
