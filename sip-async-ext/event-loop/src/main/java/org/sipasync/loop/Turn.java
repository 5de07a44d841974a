package org.sipasync.loop;

/** Work that the thread which leads a loop does between two rounds; it should be short. */
public interface Turn extends Runnable {
  /**
   * Tells that the turn takes too long, once, while it still runs: another thread has taken over
   * the loop. On that thread; must not block.
   */
  void overran();
}
