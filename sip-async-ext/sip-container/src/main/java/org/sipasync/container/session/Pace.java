package org.sipasync.container.session;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Learned speed of one kind of work: it may run on the loop's own thread while it is fast.
 *
 * <pre>
 *          ┌── as many short runs in a row as the proof asks for ──▶ FAST
 *   SLOW ──┤                                                          │
 *     ▲    └── else it runs on container threads                      │
 *     ├── a run of more than 1 ms ────────────────────────────────────┤
 *     └── taken off the loop: the proof doubles ──────────────────────┘
 * </pre>
 *
 * <p>The proof is 32 runs again if work is taken off the loop after a stretch of 64 proofs: a busy
 * machine makes anything late once in a while. Work that blocks more often finds the proof grown
 * beyond its reach. Thread-safe.
 */
public final class Pace {
  /** Longest time on the loop's thread that harms nobody. */
  static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  static final int FIRST_PROOF = 32;
  static final int MAX_PROOF = 1 << 20;

  /** Proofs that pay for being taken off the loop once. */
  static final int STRETCH = 64;

  private final LongSupplier clock;
  private volatile boolean isFast;

  // --- guarded by this
  private int shortRuns;
  private int proof = FIRST_PROOF;

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
      ran(clock.getAsLong() - start);
    }
  }

  private synchronized void ran(long nanos) {
    if (nanos > MAX_NANOS) {
      shortRuns = 0;
      isFast = false;
    } else if (shortRuns < Integer.MAX_VALUE) {
      shortRuns++;
      isFast = shortRuns >= proof;
    }
  }

  /** Notes that a run was taken off the loop. */
  synchronized void overran() {
    boolean paid = shortRuns >= STRETCH * proof;
    proof = paid ? FIRST_PROOF : Math.min(2 * proof, MAX_PROOF);
    shortRuns = 0;
    isFast = false;
  }
}
