package org.sipasync.functions.sql;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sipasync.support.DaemonThreads;

/**
 * Cancels statements on its own thread, because drivers open a connection for it, which blocks.
 * When its queue is full, the statement's own timeout applies.
 */
final class Canceller implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Canceller.class.getName());
  private static final int MAX_WAITING = 1_000;
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          DaemonThreads.named("sip-async-sql-cancel", Canceller.class),
          new ThreadPoolExecutor.DiscardPolicy());

  Canceller() {
    thread.allowCoreThreadTimeOut(true);
  }

  /** Enqueues a cancel for the thread; returns immediately. */
  void execute(Cancel cancel) {
    thread.execute(() -> run(cancel));
  }

  private static void run(Cancel cancel) {
    try {
      cancel.run();
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "A statement was not cancelled", e);
    }
  }

  /** Cancels a statement, if it is still executing. */
  interface Cancel {
    void run() throws SQLException;
  }

  @Override
  public void close() {
    thread.shutdown();
  }

  /** Waits until the cancels begun before {@link #close} are over; for tests. */
  boolean awaitEnd() throws InterruptedException {
    return thread.awaitTermination(1, TimeUnit.MINUTES);
  }
}
