package org.sipasync.functions.rest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds of calls in flight: for each destination, and in all. */
final class ConcurrencyLimit {
  private final int maxEach;
  private final int maxInAll;
  private final AtomicInteger all = new AtomicInteger();
  private final Map<String, Integer> each = new ConcurrentHashMap<>();

  ConcurrencyLimit(int maxEach, int maxInAll) {
    this.maxEach = maxEach;
    this.maxInAll = maxInAll;
  }

  /**
   * Takes a place, at once.
   *
   * @throws RejectedExecutionException if there is none
   */
  void take(String destination) {
    if (all.incrementAndGet() > maxInAll) {
      all.decrementAndGet();
      throw new RejectedExecutionException(maxInAll + " HTTP calls are in flight");
    }
    try {
      each.merge(destination, 1, (now, one) -> next(destination, now));
    } catch (RejectedExecutionException full) {
      all.decrementAndGet();
      throw full;
    }
  }

  private Integer next(String destination, int now) {
    if (now >= maxEach) {
      throw new RejectedExecutionException(
          maxEach + " HTTP calls to " + destination + " are in flight");
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
