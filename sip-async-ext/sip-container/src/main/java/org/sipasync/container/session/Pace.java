package org.sipasync.container.session;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Learned speed of one kind of work: it may run on the loop's own thread while it is fast.
 *
 * <pre>
 *          ┌── 32 short runs in a row, the penalty over ──▶ FAST
 *   SLOW ──┤                                                 │
 *     ▲                                                      │
 *     ├── a run of more than 1 ms ───────────────────────────┤
 *     └── overran: taken off the loop; a penalty, doubled ───┘
 * </pre>
 *
 * <p>So work that blocks now and then comes to the loop ever more rarely. Thread-safe.
 */
public final class Pace {
  /** Longest time on the loop's thread that harms nobody. */
  static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  static final int PROOF = 32;
  static final long FIRST_PENALTY = TimeUnit.SECONDS.toNanos(10);
  static final long MAX_PENALTY = TimeUnit.MINUTES.toNanos(10);

  private final LongSupplier clock;

  /** Short runs in a row. */
  private volatile int shortRuns;

  // --- guarded by this
  private long penalty;
  private long penaltyEnd;

  /**
   * Creates the pace of work that is not known yet: slow.
   *
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  Pace(LongSupplier clock) {
    this.clock = clock;
  }

  /** True if the next run may be on the loop's thread. */
  public boolean isFast() {
    return shortRuns >= PROOF;
  }

  /** Runs work and takes in how long it has lasted. */
  void measure(Runnable work) {
    long start = clock.getAsLong();
    try {
      work.run();
    } finally {
      ran(start, clock.getAsLong());
    }
  }

  private void ran(long start, long end) {
    boolean isShort = end - start <= MAX_NANOS;
    if (isShort && isFast()) {
      return;
    }
    synchronized (this) {
      if (!isShort) {
        shortRuns = 0;
      } else if (penalty == 0 || start - penaltyEnd >= 0) {
        shortRuns++;
      }
    }
  }

  /** Notes that a run was taken off the loop. */
  synchronized void overran() {
    shortRuns = 0;
    penalty = penalty == 0 ? FIRST_PENALTY : Math.min(2 * penalty, MAX_PENALTY);
    penaltyEnd = clock.getAsLong() + penalty;
  }
}
