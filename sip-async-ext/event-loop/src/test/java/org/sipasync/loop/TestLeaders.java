package org.sipasync.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;

/** Leaders of a loop, moved by hand on the test's thread. */
public final class TestLeaders {
  private final LoopLeaders leaders;
  private Term term;
  private TurnWatch watch;

  /** Takes over the loop, with a follower that looks when {@link #block} says so. */
  public TestLeaders(EventLoop loop, Executor elsewhere) {
    leaders = new LoopLeaders(loop, "test", task -> {}, elsewhere, round -> {});
    term = leaders.begin();
    watch = leaders.beginToFollow();
  }

  /** Enqueues a turn for the leader. */
  public void execute(Turn turn) {
    leaders.execute(turn);
  }

  /** One round of the loop, and the turns that it causes. */
  public void round() {
    try {
      leaders.round(term, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * In a turn: lets it block until the loop is taken over; the next rounds are the new leader's.
   */
  public void block() {
    long next = watch.look();
    for (int i = 1; i < TurnWatch.LOOKS_WHILE_RUNNABLE; i++) {
      next = watch.look();
    }
    if (next != 0 || !leaders.takeOver(watch)) {
      throw new AssertionError("The loop cannot be taken over: it is not in a turn");
    }
    term = leaders.begin();
    watch = leaders.beginToFollow();
  }
}
