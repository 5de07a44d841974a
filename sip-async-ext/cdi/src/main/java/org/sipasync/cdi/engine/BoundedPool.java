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
 * Executor with a fixed number of threads of the ManagedExecutorService. When all are busy it
 * refuses the next task immediately, so that its call is shed instead of queued (rule A12).
 *
 * <p>A thread obtained from the ManagedExecutorService takes further tasks and is returned after
 * some idle time: submitting a task costs Payara more than a query costs us, because it searches
 * the class path for context providers each time.
 *
 * <p>A {@link java.util.concurrent.ThreadPoolExecutor} does not fit. Without a queue it refuses
 * while a thread is between two tasks; with one it starts a thread per task until all exist. Its
 * threads would come from a ManagedThreadFactory, which belongs to the application that looked it
 * up and fails once that is undeployed.
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
  private int busy; // tasks waiting for their thread or running
  private int idle; // threads waiting for a task

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

  /** Returns true if an idle thread takes the task; otherwise it needs a new thread. */
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
        LOG.log(Level.ERROR, "A blocking function's task failed; its thread continues", t);
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
   * Ends a task and returns the next one, or null if none came for a while or the server stops its
   * threads. Both happen in one step, or the number of threads could exceed its limit.
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
