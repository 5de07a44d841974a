package org.sipasync.loop;

/** Work that the thread which leads a loop does between two rounds; it should be short. */
public interface Turn extends Runnable {
  /**
   * Tells that the turn takes too long, once, while it still runs: another thread has taken over
   * the loop. On that thread; must not block.
   */
  void overran();

  /** Returns true if the turn begins a call, so that what goes on with others comes first. */
  default boolean isNew() {
    return false;
  }

  /** Runs instead of {@link #run} a turn that has waited too long for a thread. */
  default void tooLate() {
    run();
  }
}
