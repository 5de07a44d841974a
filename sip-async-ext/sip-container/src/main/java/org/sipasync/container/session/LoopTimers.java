package org.sipasync.container.session;

import java.time.Duration;
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
    long from = loop.now();
    OneTimer timer = new OneTimer();
    loop.execute(() -> timer.start(from, delay, task));
    return timer;
  }

  /** For the loop's thread only, but for {@link #cancel}. */
  private final class OneTimer implements Handle {
    private TimerQueue.Timer timer;
    private boolean stopped;

    void start(long from, Duration delay, Runnable task) {
      if (!stopped) {
        timer = loop.timerAfter(from, delay, task);
      }
    }

    @Override
    public void cancel() {
      loop.execute(this::stop);
    }

    private void stop() {
      stopped = true;
      if (timer != null) {
        loop.cancel(timer);
      }
    }
  }
}
