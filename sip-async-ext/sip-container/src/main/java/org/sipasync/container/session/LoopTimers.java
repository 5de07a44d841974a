package org.sipasync.container.session;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TimerQueue;

/** Timers of an event loop. */
public final class LoopTimers implements Timers {
  private final EventLoop loop;
  private final LongSupplier millis;

  /**
   * Uses a loop's timers.
   *
   * @param millis wall clock, as {@link System#currentTimeMillis}
   */
  public LoopTimers(EventLoop loop, LongSupplier millis) {
    this.loop = loop;
    this.millis = millis;
  }

  @Override
  public long currentTimeMillis() {
    return millis.getAsLong();
  }

  @Override
  public Handle after(Duration delay, Runnable task) {
    OneTimer timer = new OneTimer(loop.now(), delay, task);
    loop.execute(timer);
    return timer;
  }

  /** Starts on the loop, unless it has been cancelled by then, as most are that sessions have. */
  private final class OneTimer implements Handle, Runnable {
    private final AtomicBoolean begun = new AtomicBoolean();
    private final long from;
    private final Duration delay;
    private final Runnable task;

    /** For the loop's thread only. */
    private TimerQueue.Timer timer;

    OneTimer(long from, Duration delay, Runnable task) {
      this.from = from;
      this.delay = delay;
      this.task = task;
    }

    @Override
    public void run() {
      if (begun.compareAndSet(false, true)) {
        timer = loop.timerAfter(from, delay, task);
      }
    }

    @Override
    public void cancel() {
      if (!begun.compareAndSet(false, true)) {
        loop.execute(this::stop);
      }
    }

    private void stop() {
      if (timer != null) {
        loop.cancel(timer);
      }
    }
  }
}
