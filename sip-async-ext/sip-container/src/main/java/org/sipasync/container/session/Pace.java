package org.sipasync.container.session;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Learned speed of one kind of work: it may run on the loop's own thread while it is fast.
 *
 * <pre>
 *             short run: +1            ┌─ credit of 0 to 64 ─┐
 *   ── SLOW ──────────────────────────▶│        FAST         │
 *       ▲                              └─────────────────────┘
 *       ├── a run of more than 1 ms: -16          │
 *       └── taken off the loop: -2,000 ───────────┘
 * </pre>
 *
 * <p>So work that blocks in one run of 17 never comes to the loop, and no work is taken off it more
 * often than once in 2,000 runs; what was late once because the machine was busy is soon back.
 * Thread-safe.
 */
public final class Pace {
  /** Longest time on the loop's thread that harms nobody. */
  static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Short runs that unknown work has to show. */
  static final int PROOF = 32;

  static final int MAX_CREDIT = 64;
  static final int LONG_RUN = 16;
  static final int TAKEN_OFF = 2_000;

  /** Bounds what may be owed, so that work which has become fast comes back in this life. */
  static final int MAX_DEBT = 20_000;

  private final LongSupplier clock;
  private volatile boolean isFast;

  /** Guarded by this. */
  private int credit = -PROOF;

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
    return isFast;
  }

  /** Runs work and takes in how long it has lasted. */
  void measure(Runnable work) {
    long start = clock.getAsLong();
    try {
      work.run();
    } finally {
      add(clock.getAsLong() - start <= MAX_NANOS ? 1 : -LONG_RUN);
    }
  }

  /** Notes that a run was taken off the loop. */
  void overran() {
    add(-TAKEN_OFF);
  }

  private synchronized void add(int change) {
    credit = Math.max(-MAX_DEBT, Math.min(MAX_CREDIT, credit + change));
    isFast = credit >= 0;
  }
}
