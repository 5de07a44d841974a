package org.sipasync.payara.own;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Share of the new requests that are taken. It falls by a fifth every 100 ms while requests wait
 * too long, and rises by a seventh while they do not, so that it settles where the server just
 * keeps up: a server that refuses everything until nothing waits does nothing but refuse. For the
 * loop's thread.
 */
final class AdmittedShare {
  private static final long PERIOD_NANOS = 100_000_000;
  private static final double FALL = 0.8;
  private static final double RISE = 1.15;
  private static final double LEAST = 1.0 / 64;

  /** Periods after which a share has risen from the least to all. */
  private static final int MAX_PERIODS = 30;

  /** Part of the longest wait that is too long while requests are refused already. */
  private static final int EARLY = 8;

  private final long maxWaitNanos;
  private final LongSupplier clock;
  private double share = 1;
  private double credit;
  private long adjusted;

  /**
   * Creates a share of all.
   *
   * @param maxWait longest wait at which all requests are taken
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  AdmittedShare(Duration maxWait, LongSupplier clock) {
    this.maxWaitNanos = maxWait.toNanos();
    this.clock = clock;
    this.adjusted = clock.getAsLong();
  }

  /**
   * Decides on one new request.
   *
   * @param waitNanos how long others wait
   */
  boolean takesOne(long waitNanos) {
    adjust(waitNanos);
    if (share == 1) {
      return true;
    }
    credit += share;
    if (credit < 1) {
      return false;
    }
    credit -= 1;
    return true;
  }

  private void adjust(long waitNanos) {
    boolean isTooLong = waitNanos > (share == 1 ? maxWaitNanos : maxWaitNanos / EARLY);
    if (share == 1 && !isTooLong) {
      return;
    }
    long now = clock.getAsLong();
    long periods = Math.min(MAX_PERIODS, (now - adjusted) / PERIOD_NANOS);
    if (share < 1 && periods == 0) {
      return;
    }
    adjusted = now;
    if (isTooLong) {
      share = Math.max(LEAST, share * FALL);
    } else {
      share = Math.min(1, share * Math.pow(RISE, periods));
    }
  }

  /** Returns the share in percent. */
  int percent() {
    return (int) Math.round(share * 100);
  }
}
