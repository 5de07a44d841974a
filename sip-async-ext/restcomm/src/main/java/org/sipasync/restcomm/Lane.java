package org.sipasync.restcomm;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import org.sipasync.payara.server.ContainerThreads;

/**
 * The serial queue of one call: what is put in runs one after the other, in that order, on
 * container threads (rule A4).
 */
final class Lane {
  private static final Logger LOG = System.getLogger(Lane.class.getName());

  /** How many tasks one turn on a thread runs before other lanes get theirs. */
  private static final int TURN = 8;

  private static final ThreadLocal<Lane> CURRENT = new ThreadLocal<>();

  private final ContainerThreads threads;
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(4);
  private boolean scheduled;

  Lane(ContainerThreads threads) {
    this.threads = threads;
  }

  /** The lane whose turn the calling thread runs, or null. */
  static Lane current() {
    return CURRENT.get();
  }

  void execute(Runnable task) {
    synchronized (tasks) {
      tasks.add(task);
      if (scheduled) {
        return;
      }
      scheduled = true;
    }
    threads.execute(this::runTurn);
  }

  /** Runs one turn; called by a container thread. */
  private void runTurn() {
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
      CURRENT.remove();
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
      LOG.log(Level.ERROR, "A task of a SIP call failed; the next one goes on", t);
    } finally {
      SessionScope.closeAll();
    }
  }
}
