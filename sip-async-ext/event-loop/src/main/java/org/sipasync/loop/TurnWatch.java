package org.sipasync.loop;

import java.util.concurrent.TimeUnit;

/**
 * Watches one term for a turn that does not end: the same one at three looks, half a millisecond
 * apart, if its thread waits for something; at ten if it is runnable, since a thread that has lost
 * its processor for a while looks like one that computes or reads. A pause of the whole machine, as
 * for a collection, falls between two looks and condemns nobody. A leader that has never been stuck
 * is looked at more and more rarely, because each look is a wake-up. For the thread that follows.
 */
final class TurnWatch {
  /** First time between two looks while turns come and go; it doubles with each. */
  static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  static final long MAX_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(32);

  /** Between two looks at a leader in a turn. */
  static final long GAP_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  /** Nothing has happened for long: no look is needed before the next turn begins. */
  static final long UNTIL_WOKEN = Long.MAX_VALUE;

  static final int LOOKS = 3;
  static final int LOOKS_WHILE_RUNNABLE = 10;
  static final int IDLE_LOOKS = 8;

  private final Term term;
  private long seen;
  private int looks;
  private long tick = TICK_NANOS;

  TurnWatch(Term term) {
    this.term = term;
  }

  /** True if this is the term that is watched. */
  boolean isOf(Term other) {
    return term == other;
  }

  /** Nanoseconds until the next look; 0 if the leader has been in one turn for too long. */
  long look() {
    long state = term.state();
    if (state != seen) {
      seen = state;
      looks = 0;
    }
    looks++;
    if (Term.isInTurn(state)) {
      int max = looks < LOOKS || term.isRunnable() ? LOOKS_WHILE_RUNNABLE : LOOKS;
      return looks < max ? GAP_NANOS : 0;
    }
    if (looks >= IDLE_LOOKS) {
      return UNTIL_WOKEN;
    }
    long now = tick;
    tick = Math.min(MAX_TICK_NANOS, 2 * tick);
    return now;
  }

  /** True if nothing has happened since the last look. */
  boolean isIdle() {
    return term.state() == seen;
  }

  /** Replaces the leader; null if it has come back meanwhile. */
  Turn replace() {
    return term.replace(seen);
  }
}
