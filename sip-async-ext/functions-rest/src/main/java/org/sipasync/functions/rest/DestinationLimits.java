package org.sipasync.functions.rest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.sipasync.support.ConcurrencyLimit;

/** Limits the calls in flight, in total and per destination. Thread-safe and non-blocking. */
final class DestinationLimits {
  private final int maxEach;
  private final ConcurrencyLimit all;
  private final Map<String, Integer> each = new ConcurrentHashMap<>();

  /** Place of one call in both limits; to be {@linkplain #release released} once. */
  final class Place {
    private final String destination;
    private final ConcurrencyLimit.Permit permit;

    private Place(String destination, ConcurrencyLimit.Permit permit) {
      this.destination = destination;
      this.permit = permit;
    }

    /** Releases the place for another call. */
    void release() {
      each.computeIfPresent(destination, (key, now) -> now == 1 ? null : now - 1);
      permit.release();
    }
  }

  DestinationLimits(RestSettings settings) {
    this.maxEach = settings.maxPerHost();
    this.all =
        new ConcurrencyLimit(
            settings.maxInFlight(), "HTTP calls", RestSettings.PREFIX + "max-in-flight");
  }

  /**
   * Acquires a place.
   *
   * @throws RejectedExecutionException if one of the limits is reached
   */
  Place acquire(String destination) {
    ConcurrencyLimit.Permit permit = all.acquire();
    try {
      each.merge(destination, 1, (now, one) -> next(destination, now));
    } catch (RejectedExecutionException full) {
      permit.release();
      throw full;
    }
    return new Place(destination, permit);
  }

  private Integer next(String destination, int now) {
    if (now >= maxEach) {
      throw ConcurrencyLimit.reached(
          maxEach, "HTTP calls to " + destination, RestSettings.PREFIX + "max-per-host");
    }
    return now + 1;
  }

  int inFlight() {
    return all.inFlight();
  }
}
