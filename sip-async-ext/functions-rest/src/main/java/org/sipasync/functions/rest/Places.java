package org.sipasync.functions.rest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds of calls in flight: for each destination, and in all. */
final class Places {
  private final int mostEach;
  private final int mostInAll;
  private final AtomicInteger all = new AtomicInteger();
  private final Map<String, Integer> each = new ConcurrentHashMap<>();

  Places(int mostEach, int mostInAll) {
    this.mostEach = mostEach;
    this.mostInAll = mostInAll;
  }

  /**
   * Takes a place, at once.
   *
   * @throws RejectedExecutionException if there is none
   */
  void take(String destination) {
    if (all.incrementAndGet() > mostInAll) {
      all.decrementAndGet();
      throw new RejectedExecutionException(mostInAll + " HTTP calls are in flight");
    }
    try {
      each.merge(destination, 1, (now, one) -> next(destination, now));
    } catch (RejectedExecutionException full) {
      all.decrementAndGet();
      throw full;
    }
  }

  private Integer next(String destination, int now) {
    if (now >= mostEach) {
      throw new RejectedExecutionException(
          mostEach + " HTTP calls to " + destination + " are in flight");
    }
    return now + 1;
  }

  void giveBack(String destination) {
    each.computeIfPresent(destination, (key, now) -> now == 1 ? null : now - 1);
    all.decrementAndGet();
  }

  int inFlight() {
    return all.get();
  }
}
