package org.sipasync.loop;

import java.util.concurrent.atomic.AtomicLong;

/**
 * One thread's time as the leader of a loop.
 *
 * <pre>
 *   LEADS ── start ──▶ IN_TURN ── end ──▶ LEADS
 *                         │
 *                         └── replace, by the thread that watches ──▶ REPLACED
 * </pre>
 *
 * <p>Only the thread of a term that LEADS uses the loop. A term is left IN_TURN by one
 * compare-and-set: either its thread goes on, or another one does, which then sees all that the
 * first has done to the loop.
 */
final class Term {
  private static final long REPLACED = -1;

  private final Thread thread;

  /** Even: LEADS; odd: IN_TURN, the number of the turn; or REPLACED. */
  private final AtomicLong state = new AtomicLong();

  /** Null but in a turn: what ran last may belong to an application that has gone since. */
  private Turn turn;

  Term(Thread thread) {
    this.thread = thread;
  }

  static boolean isInTurn(long state) {
    return state > 0 && (state & 1) == 1;
  }

  /** Current state: two equal ones that are in a turn are the same turn. Thread-safe. */
  long state() {
    return state.get();
  }

  /** True if this thread may use the loop now. Thread-safe. */
  boolean isLedBy(Thread caller) {
    return thread == caller && (state.get() & 1) == 0;
  }

  /** True if the thread does not wait for a lock, a condition or a time. Thread-safe. */
  boolean isRunnable() {
    return thread.getState() == Thread.State.RUNNABLE;
  }

  /** True until the term is replaced. Thread-safe. */
  boolean isCurrent() {
    return state.get() != REPLACED;
  }

  /** Leaves the loop alone for a turn; for the leader. */
  void start(Turn next) {
    turn = next;
    state.set(state.get() + 1);
  }

  /** Comes back from a turn; for the leader. False if it has been replaced meanwhile. */
  boolean end() {
    long started = state.get();
    boolean isBack = started != REPLACED && state.compareAndSet(started, started + 1);
    if (isBack) {
      turn = null;
    }
    return isBack;
  }

  /**
   * Replaces the leader if it is still in a turn; for the thread that watches.
   *
   * @return the turn that it is in; null if it has come back
   */
  Turn replace(long inTurn) {
    return state.compareAndSet(inTurn, REPLACED) ? turn : null;
  }
}
