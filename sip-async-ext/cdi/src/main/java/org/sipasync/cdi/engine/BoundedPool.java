package org.sipasync.cdi.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sipasync.admin.Statistics;

/**
 * So many threads of the ManagedExecutorService and no more: the next task is refused at once, so
 * that its call is shed instead of waiting without end (rule A12).
 *
 * <p>A thread that has been got from the ManagedExecutorService takes further tasks, and is given
 * back when none has come for a while: to hand it a task costs Payara more than a query costs us,
 * since it looks through the class path for context providers each time.
 *
 * <p>No {@link java.util.concurrent.ThreadPoolExecutor}: without a queue it refuses while a thread
 * is between two tasks, though its place is free; with one it starts a thread for each task until
 * all are there. Its threads would come from a ManagedThreadFactory, which belongs to the
 * application that has looked it up and fails when that is undeployed.
 */
public final class BoundedPool implements Executor {
  private static final Logger LOG = System.getLogger(BoundedPool.class.getName());
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Executor threads;
  private final int size;
  private final LongAdder refused = new LongAdder();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private int busy; // tasks that wait for their thread or run
  private int idle; // threads that wait for a task

  BoundedPool(Executor threads, int size) {
    this.threads = threads;
    this.size = size;
  }

  @Override
  public void execute(Runnable task) {
    if (!isTaken(task)) {
      try {
        threads.execute(() -> work(task));
      } catch (RuntimeException e) {
        notStarted();
        throw e;
      }
    }
  }

  /** Whether a thread waits for it; if not, it needs one. */
  private boolean isTaken(Runnable task) {
    lock.lock();
    try {
      if (busy == size) {
        refused.increment();
        throw new RejectedExecutionException(
            "all " + size + " threads for blocking functions are busy (sip.async.pool)");
      }
      busy++;
      if (idle > tasks.size()) {
        tasks.add(task);
        added.signal();
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void work(Runnable first) {
    for (Runnable task = first; task != null; task = next()) {
      try {
        task.run();
      } catch (Throwable t) {
        LOG.log(Level.ERROR, "A task for blocking functions failed; its thread goes on", t);
      }
    }
  }

  private void notStarted() {
    lock.lock();
    try {
      busy--;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A task has ended: the next one, or null if none has come for a while or the server stops its
   * threads. Both in one, or there could be more threads than there may be.
   */
  private Runnable next() {
    lock.lock();
    try {
      busy--;
      idle++;
      try {
        long left = IDLE_NANOS;
        while (tasks.isEmpty() && left > 0) {
          left = added.awaitNanos(left);
        }
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      } finally {
        idle--;
      }
      return tasks.poll();
    } finally {
      lock.unlock();
    }
  }

  public Statistics.Pool statistics() {
    lock.lock();
    try {
      return new Statistics.Pool(size, busy, refused.sum());
    } finally {
      lock.unlock();
    }
  }
}
