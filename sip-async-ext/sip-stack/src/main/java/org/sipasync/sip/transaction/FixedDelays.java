package org.sipasync.sip.transaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TimerQueue;

/**
 * Timers for the few constant delays of RFC 3261: one FIFO and one loop timer per delay. Starting
 * and cancelling take constant time. For the loop's thread only.
 *
 * <p>Never early, and up to 1/256 of the delay late (2 ms of T1, 125 ms of 32 s), so that timers
 * that are due soon after each other share one wake-up of the loop: else each request would cost a
 * second wake-up, 32 seconds later.
 */
final class FixedDelays {
  /** Enough for multiples of T1, T4 and 100 Trying; other delays need the loop's own timers. */
  private static final int MAX_DELAYS = 32;

  private static final int LATENESS_DIVISOR = 256;

  /** Bound of timers run in a row, between which the loop serves its channels. */
  private static final int MAX_RUN_AT_ONCE = 256;

  private final EventLoop loop;
  private final List<Fifo> fifos = new ArrayList<>();

  FixedDelays(EventLoop loop) {
    this.loop = loop;
  }

  /** Reusable timer; its owner extends it or holds it. */
  abstract static class Timer {
    private Timer previous;
    private Timer next;
    private Fifo fifo;
    private long due;

    /** Runs once after the delay. May start the timer again. */
    protected abstract void onDue();
  }

  /**
   * Starts a timer; restarts a running one.
   *
   * @throws IllegalStateException if more than 32 different delays are in use
   */
  void start(Timer timer, Duration delay) {
    cancel(timer);
    fifo(delay).append(timer);
  }

  /** Stops a timer; does nothing if it is not running. */
  void cancel(Timer timer) {
    if (timer.fifo != null) {
      timer.fifo.remove(timer);
    }
  }

  private Fifo fifo(Duration delay) {
    for (Fifo fifo : fifos) {
      if (fifo.delay.equals(delay)) {
        return fifo;
      }
    }
    if (fifos.size() == MAX_DELAYS) {
      throw new IllegalStateException(
          "More than " + MAX_DELAYS + " different delays; use EventLoop.timerAfter for " + delay);
    }
    Fifo fifo = new Fifo(delay);
    fifos.add(fifo);
    return fifo;
  }

  /** Running timers of one delay, in order of start and therefore of expiry. */
  private final class Fifo {
    private final Duration delay;
    private final long lateness;
    private Timer head;
    private Timer tail;
    private TimerQueue.Timer alarm;

    Fifo(Duration delay) {
      this.delay = delay;
      this.lateness = delay.toNanos() / LATENESS_DIVISOR;
    }

    void append(Timer timer) {
      timer.fifo = this;
      timer.due = loop.now() + delay.toNanos();
      timer.previous = tail;
      if (tail == null) {
        head = timer;
      } else {
        tail.next = timer;
      }
      tail = timer;
      if (alarm == null) {
        alarm = loop.timerAfter(loop.now(), delay, this::onAlarm);
      }
    }

    void remove(Timer timer) {
      if (timer.previous == null) {
        head = timer.next;
      } else {
        timer.previous.next = timer.next;
      }
      if (timer.next == null) {
        tail = timer.previous;
      } else {
        timer.next.previous = timer.previous;
      }
      timer.fifo = null;
      timer.previous = null;
      timer.next = null;
      if (head == null && alarm != null) {
        loop.cancel(alarm);
        alarm = null;
      }
    }

    /** Runs what is due; a task that fails leaves the others to an alarm at once. */
    private void onAlarm() {
      long now = loop.now();
      try {
        for (int i = 0; i < MAX_RUN_AT_ONCE && isDue(now); i++) {
          Timer due = head;
          remove(due);
          due.onDue();
        }
      } finally {
        setAlarm(now);
      }
    }

    private boolean isDue(long now) {
      return head != null && head.due - now <= 0;
    }

    private void setAlarm(long now) {
      if (alarm != null) {
        loop.cancel(alarm);
        alarm = null;
      }
      if (head != null) {
        long wait = isDue(now) ? 0 : Math.max(head.due - now, lateness);
        alarm = loop.timerAfter(now, Duration.ofNanos(wait), this::onAlarm);
      }
    }
  }
}
