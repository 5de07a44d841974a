package org.sipasync.container.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.sipasync.support.Failures;
import org.sipasync.support.LimitedLog;

/**
 * Serial queue of one application session: tasks run one after the other, in order, on container
 * threads (rule A4). A waiting task holds no thread. Thread-safe.
 */
public final class Lane {
  private static final Logger LOG = System.getLogger(Lane.class.getName());

  private static final LimitedLog LIMITED = new LimitedLog(LOG);

  /** Limit of tasks per turn on a thread, so that other lanes get theirs. */
  private static final int TURN = 8;

  private static final ThreadLocal<Lane> CURRENT = new ThreadLocal<>();

  private final Executor threads;
  private Runnable first;

  /** Tasks after the first; null while there are none, as usual. */
  private ArrayDeque<Runnable> others;

  private boolean scheduled;

  public Lane(Executor threads) {
    this.threads = threads;
  }

  /** Returns the lane whose task the calling thread runs; null if there is none. */
  public static Lane current() {
    return CURRENT.get();
  }

  /** Returns the number of waiting tasks. */
  public synchronized int size() {
    int behind = others == null ? 0 : others.size();
    return first == null ? 0 : 1 + behind;
  }

  /** Enqueues a task. If it throws, that is logged, and the next one runs. */
  public void execute(Runnable task) {
    synchronized (this) {
      add(task);
      if (scheduled) {
        return;
      }
      scheduled = true;
    }
    threads.execute(this::runTurn);
  }

  private void add(Runnable task) {
    if (first == null) {
      first = task;
      return;
    }
    if (others == null) {
      others = new ArrayDeque<>(4);
    }
    others.add(task);
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

  private synchronized Runnable next() {
    Runnable task = first;
    first = others == null ? null : others.poll();
    if (first == null) {
      others = null;
    }
    scheduled = task != null;
    return task;
  }

  private static void runGuarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      LIMITED.log(
          Level.ERROR,
          t.getClass().getName(),
          "A task of a SIP call failed; the next one goes on. The trace is logged at DEBUG: "
              + Failures.describe(t));
      LOG.log(Level.DEBUG, "A task of a SIP call failed", t);
    }
  }
}
