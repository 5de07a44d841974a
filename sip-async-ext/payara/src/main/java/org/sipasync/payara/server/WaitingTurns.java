package org.sipasync.payara.server;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.sipasync.loop.Turn;

/**
 * Turns that wait for a container thread. Turns that go on with a call come before those that begin
 * one, so that calls end before others start; a turn that begins a call and has waited too long is
 * told so instead of being run. Thread-safe.
 *
 * <pre>
 *   goes on ─▶ ───────────────────────┐
 *                                     ├─▶ next thread
 *   begins  ─▶ longer than the limit? ┘ ── Turn.tooLate instead of run
 * </pre>
 */
final class WaitingTurns {
  private final LongSupplier clock;
  private final long maxNanos;

  /** Permits, one for each waiting turn. */
  private final Semaphore permits = new Semaphore(0);

  private final Queue<Waiting<Runnable>> goingOn = new ConcurrentLinkedQueue<>();
  private final Queue<Waiting<Turn>> beginnings = new ConcurrentLinkedQueue<>();
  private final RefusalCount tooLate = new RefusalCount();

  private record Waiting<T extends Runnable>(T turn, long since) {}

  /**
   * Creates an empty queue.
   *
   * @param clock nanoseconds, as {@link System#nanoTime}
   * @param max longest wait of a turn that begins a call
   */
  WaitingTurns(LongSupplier clock, Duration max) {
    this.clock = clock;
    this.maxNanos = max.toNanos();
  }

  void add(Runnable turn) {
    long now = clock.getAsLong();
    if (turn instanceof Turn beginning && beginning.isNew()) {
      beginnings.add(new Waiting<>(beginning, now));
    } else {
      goingOn.add(new Waiting<>(turn, now));
    }
    permits.release();
  }

  /** Takes the next turn; null if none has come in time. */
  Runnable poll(Duration patience) throws InterruptedException {
    return permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS) ? take() : null;
  }

  /** Takes a turn that a permit stands for; another thread may take it first, but leaves one. */
  private Runnable take() {
    while (true) {
      Waiting<Runnable> goesOn = goingOn.poll();
      if (goesOn != null) {
        return goesOn.turn;
      }
      Waiting<Turn> begins = beginnings.poll();
      if (begins != null) {
        return wait(begins) > maxNanos ? late(begins.turn) : begins.turn;
      }
    }
  }

  private Runnable late(Turn turn) {
    tooLate.add("they waited for a thread twice as long as sip.max-wait");
    return turn::tooLate;
  }

  private long wait(Waiting<?> waiting) {
    return waiting == null ? 0 : clock.getAsLong() - waiting.since;
  }

  /** Returns the longest wait of a turn that is next; 0 if none waits. */
  long waitNanos() {
    return Math.max(wait(goingOn.peek()), wait(beginnings.peek()));
  }

  /** Returns the number of turns that came too late. */
  long tooLate() {
    return tooLate.get();
  }
}
