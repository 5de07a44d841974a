package org.sipasync.sip.locate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Targets that failed recently, which are tried last (RFC 3263 4.3). Bounded: a full list drops its
 * oldest entry. For the loop's thread only.
 */
public final class Blacklist {
  /** Limit of the time that a Retry-After can keep a target on the list. */
  private static final Duration MAX_TIME = Duration.ofMinutes(10);

  private final LongSupplier clock;
  private final Duration time;
  private final int maxEntries;
  private final Map<Target, Long> expiries = new LinkedHashMap<>();

  /**
   * Creates an empty list.
   *
   * @param clock nanoseconds, as {@link System#nanoTime}
   * @param time time that a target without Retry-After stays on the list
   */
  public Blacklist(LongSupplier clock, Duration time, int maxEntries) {
    this.clock = clock;
    this.time = time;
    this.maxEntries = maxEntries;
  }

  /** Adds a target for the usual time. */
  void add(Target target) {
    add(target, time);
  }

  /** Adds a target for its Retry-After, at most ten minutes. */
  void add(Target target, Duration retryAfter) {
    Duration bounded = retryAfter.compareTo(MAX_TIME) > 0 ? MAX_TIME : retryAfter;
    expiries.remove(target);
    if (expiries.size() >= maxEntries) {
      var oldest = expiries.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    expiries.put(target, clock.getAsLong() + bounded.toNanos());
  }

  /** Removes a target, which has answered. */
  void remove(Target target) {
    expiries.remove(target);
  }

  boolean contains(Target target) {
    Long expiry = expiries.get(target);
    if (expiry != null && expiry - clock.getAsLong() <= 0) {
      expiries.remove(target);
      return false;
    }
    return expiry != null;
  }

  /** Returns the targets with the listed ones at the end. */
  List<Target> sorted(List<Target> targets) {
    List<Target> sorted = new ArrayList<>(targets.size());
    List<Target> failed = new ArrayList<>();
    for (Target target : targets) {
      (contains(target) ? failed : sorted).add(target);
    }
    sorted.addAll(failed);
    return sorted;
  }

  int size() {
    return expiries.size();
  }
}
