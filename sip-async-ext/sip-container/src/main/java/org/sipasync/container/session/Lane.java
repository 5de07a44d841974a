package org.sipasync.container.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.sipasync.support.LimitedLog;

/**
 * Serial queue of one application session: what is put in runs one after the other, in that order,
 * on container threads (rule A4). A busy lane holds no thread. Thread-safe.
 */
public final class Lane {
  private static final Logger LOG = System.getLogger(Lane.class.getName());

  private static final LimitedLog LIMITED = new LimitedLog(LOG);

  /** Tasks that one turn on a thread runs before other lanes get theirs. */
  private static final int TURN = 8;

  private static final ThreadLocal<Lane> CURRENT = new ThreadLocal<>();

  private final Executor threads;
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(4);
  private boolean scheduled;

  public Lane(Executor threads) {
    this.threads = threads;
  }

  /** The lane whose turn the calling thread runs; null if it runs none. */
  public static Lane current() {
    return CURRENT.get();
  }

  /** Enqueues a task; one that throws is logged, and the next one runs. */
  public void execute(Runnable task) {
    synchronized (tasks) {
      tasks.add(task);
      if (scheduled) {
        return;
      }
      scheduled = true;
    }
    threads.execute(this::runTurn);
  }

  private void runTurn() {
    Lane before = CURRENT.get();
    CURRENT.set(this);
    try {
      for (int i = 0; i < TURN; i++) {
        Runnable task = next();
        if (task == null) {
          return;
        }
        runGuarded(task);
      }
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
    threads.execute(this::runTurn);
  }

  private Runnable next() {
    synchronized (tasks) {
      Runnable task = tasks.poll();
      scheduled = task != null;
      return task;
    }
  }

  private static void runGuarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      LIMITED.log(
          Level.ERROR,
          t.getClass().getName(),
          "A task of a SIP call failed; the next one goes on. The trace is logged at DEBUG: " + t);
      LOG.log(Level.DEBUG, "A task of a SIP call failed", t);
    }
  }
}
