package org.sipasync.cdi;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.sipasync.admin.Statistics;

/**
 * So many threads of the ManagedExecutorService and no more: the next task is refused at once, so
 * that its call is shed instead of waiting without end (rule A12).
 */
final class BoundedPool implements Executor {
  private final Executor threads;
  private final Semaphore free;
  private final int size;
  private final LongAdder refused = new LongAdder();

  BoundedPool(Executor threads, int size) {
    this.threads = threads;
    this.size = size;
    this.free = new Semaphore(size);
  }

  @Override
  public void execute(Runnable task) {
    if (!free.tryAcquire()) {
      refused.increment();
      throw new RejectedExecutionException(
          "all " + size + " threads for blocking functions are busy (sip.async.pool)");
    }
    try {
      threads.execute(
          () -> {
            try {
              task.run();
            } finally {
              free.release();
            }
          });
    } catch (RuntimeException e) {
      free.release();
      throw e;
    }
  }

  Statistics.Pool statistics() {
    return new Statistics.Pool(size, size - free.availablePermits(), refused.sum());
  }
}
