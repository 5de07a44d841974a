package org.sipasync.sip.locate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Targets that failed lately and are tried last (RFC 3263 4.3). Bounded: one more pushes out the
 * one entered first. For the loop's thread only.
 */
public final class Blacklist {
  /** Longest time a peer's Retry-After can keep it out. */
  private static final Duration MAX_TIME = Duration.ofMinutes(10);

  private final LongSupplier clock;
  private final Duration time;
  private final int maxEntries;
  private final Map<Target, Long> expiries = new LinkedHashMap<>();

  /**
   * Creates an empty list.
   *
   * @param clock nanoseconds, as {@link System#nanoTime}
   * @param time how long a target stays if nothing else is said
   */
  public Blacklist(LongSupplier clock, Duration time, int maxEntries) {
    this.clock = clock;
    this.time = time;
    this.maxEntries = maxEntries;
  }

  /** Enters a target for the usual time. */
  void add(Target target) {
    add(target, time);
  }

  /** Enters a target for its Retry-After, ten minutes at most. */
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

  /** Takes a target off: it has answered. */
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

  /** The same targets with those of this list at the end. */
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
