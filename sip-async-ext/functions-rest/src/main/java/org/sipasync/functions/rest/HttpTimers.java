package org.sipasync.functions.rest;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.sipasync.loop.OnDemandLoop;
import org.sipasync.loop.TimerQueue;

/** Timers of an event loop for any thread. Thread-safe; only {@link #close} blocks. */
final class HttpTimers implements AutoCloseable {
  private final OnDemandLoop loop;

  /** A started timer. */
  final class Timer {
    private final Runnable task;

    /** Confined to the loop thread. */
    private TimerQueue.Timer queued;

    private Timer(Runnable task) {
      this.task = task;
    }

    private void arm(long fromNanos, Duration delay) {
      queued = loop.loop().timerAfter(fromNanos, delay, task);
    }

    /** Prevents the task from running, unless it is running. Idempotent. */
    void cancel() {
      try {
        loop.execute(() -> loop.loop().cancel(queued));
      } catch (RejectedExecutionException closed) {
        // no timer runs then
      }
    }
  }

  /**
   * Creates timers.
   *
   * @param name name of their thread
   */
  HttpTimers(String name) {
    this.loop = new OnDemandLoop(name, () -> {});
  }

  /**
   * Runs a task on the loop thread after a delay.
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

  /** Runs a task repeatedly, with a delay between runs. */
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

  /** Stops the thread; pending timers do not run. */
  @Override
  public void close() {
    loop.close();
  }
}
