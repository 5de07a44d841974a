package org.sipasync.loop;

import java.lang.System.Logger;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Turns that wait for the leader of a loop. Belongs to the loop, for its thread only. */
final class TurnQueue {
  private static final Logger LOG = System.getLogger(TurnQueue.class.getName());

  /** Time for turns between two rounds: as long as a full socket takes to be read. */
  static final long MAX_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private final ArrayDeque<Turn> waiting = new ArrayDeque<>();
  private final LongSupplier clock;
  private final Executor elsewhere;
  private long begin;

  TurnQueue(LongSupplier clock, Executor elsewhere) {
    this.clock = clock;
    this.elsewhere = elsewhere;
  }

  void add(Turn turn) {
    waiting.add(turn);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Begins the turns of one round. */
  void begin() {
    begin = clock.getAsLong();
  }

  /**
   * Takes the next turn. Once the time of the round is over, all that wait run elsewhere.
   *
   * @param isAllowed false if all are to run elsewhere
   * @return null if there is none
   */
  Turn next(boolean isAllowed) {
    if (waiting.isEmpty()) {
      return null;
    }
    if (isAllowed && clock.getAsLong() - begin < MAX_NANOS) {
      return waiting.poll();
    }
    for (Turn turn = waiting.poll(); turn != null; turn = waiting.poll()) {
      elsewhere.execute(turn);
    }
    return null;
  }

  /** Runs a turn, whatever it throws, and clears the interrupt that it may leave. */
  static void run(Turn turn) {
    try {
      turn.run();
    } catch (Throwable t) {
      FailureLog.log(LOG, "A turn failed; the loop continues", t);
    } finally {
      Thread.interrupted();
    }
  }
}
