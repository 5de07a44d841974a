package org.sipasync.functions.rest;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.sipasync.loop.OnDemandLoop;
import org.sipasync.loop.TimerQueue;

/** Timers of an event loop, for any thread. Thread-safe; nothing blocks but {@link #close}. */
final class LoopTimers implements AutoCloseable {
  private final OnDemandLoop loop;

  /** One timer that was started. */
  final class Timer {
    private final Runnable task;

    /** Belongs to the loop's thread. */
    private TimerQueue.Timer queued;

    private Timer(Runnable task) {
      this.task = task;
    }

    private void arm(long fromNanos, Duration delay) {
      queued = loop.loop().timerAfter(fromNanos, delay, task);
    }

    /** Keeps the task from running, unless it runs just now. Idempotent. */
    void cancel() {
      try {
        loop.execute(() -> loop.loop().cancel(queued));
      } catch (RejectedExecutionException closed) {
        // no timer runs any more
      }
    }
  }

  /**
   * Creates timers.
   *
   * @param name of the thread that they run on
   */
  LoopTimers(String name) {
    this.loop = new OnDemandLoop(name, () -> {});
  }

  /**
   * Runs a task on the loop's thread once a delay has passed.
   *
   * @param task must not block
   * @throws RejectedExecutionException if the timers are closed
   */
  Timer after(Duration delay, Runnable task) {
    Timer timer = new Timer(task);
    long now = System.nanoTime();
    loop.execute(() -> timer.arm(now, delay));
    return timer;
  }

  /** Runs a task again and again, a delay after its last run. */
  void every(Duration delay, Runnable task) {
    loop.execute(() -> again(delay, task));
  }

  private void again(Duration delay, Runnable task) {
    loop.loop()
        .timerAfter(
            loop.loop().now(),
            delay,
            () -> {
              again(delay, task);
              task.run();
            });
  }

  /** Ends the thread; timers that are not due do not run any more. */
  @Override
  public void close() {
    loop.close();
  }
}
