package org.sipasync.loop;

import java.util.concurrent.TimeUnit;

/**
 * Watches one term for a turn that does not end: the same one at three looks, half a millisecond
 * apart, if its thread waits for something; at ten if it is runnable, since a thread that has lost
 * its processor for a while looks like one that computes or reads. A pause of the whole machine, as
 * for a collection, falls between two looks and condemns nobody. For the thread that follows.
 */
final class TurnWatch {
  /** Between two looks while turns come and go. */
  static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  /** Between two looks at a leader in a turn. */
  static final long GAP_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  /** Nothing has happened for long: no look is needed before the next turn begins. */
  static final long UNTIL_WOKEN = Long.MAX_VALUE;

  static final int LOOKS = 3;
  static final int LOOKS_WHILE_RUNNABLE = 10;
  static final int IDLE_TICKS = 50;

  private final Term term;
  private long seen;
  private int looks;

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
    return looks < IDLE_TICKS ? TICK_NANOS : UNTIL_WOKEN;
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
