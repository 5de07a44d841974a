package org.sipasync.sip.locate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Targets that failed recently, which are tried last (RFC 3263 4.3). When a target's time is over,
 * one request tries it before the others do. Bounded: a full list drops its oldest entry.
 * Thread-safe: all loops of a server share one, and nobody holds its lock for longer than a pass
 * over the targets of one name.
 */
public final class Blacklist {
  /** Limit of the time that a Retry-After can keep a target on the list. */
  private static final Duration MAX_TIME = Duration.ofMinutes(10);

  /** Time that one request has to try a target whose time is over: 64 × T1 and a bit. */
  private static final Duration PROBE_TIME = Duration.ofSeconds(35);

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
  synchronized void add(Target target, Duration retryAfter) {
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
  synchronized void remove(Target target) {
    expiries.remove(target);
  }

  /** Returns true if a target failed recently, and its time is not over. */
  synchronized boolean contains(Target target) {
    Long expiry = expiries.get(target);
    return expiry != null && expiry - clock.getAsLong() > 0;
  }

  /** Returns the targets with those at the end that have failed and not answered since. */
  synchronized List<Target> sorted(List<Target> targets) {
    return sorted(targets, expiries::containsKey);
  }

  /**
   * Returns the targets with the listed ones at the end, for a request that tries them in turn. One
   * whose time is over is tried by this request, and is listed for all others meanwhile.
   */
  synchronized List<Target> toTry(List<Target> targets) {
    return sorted(targets, target -> expiries.containsKey(target) && !isToProbe(target));
  }

  private boolean isToProbe(Target target) {
    boolean isOver = !contains(target);
    if (isOver) {
      expiries.put(target, clock.getAsLong() + PROBE_TIME.toNanos());
    }
    return isOver;
  }

  private static List<Target> sorted(List<Target> targets, Predicate<Target> isLast) {
    List<Target> sorted = new ArrayList<>(targets.size());
    List<Target> failed = new ArrayList<>();
    for (Target target : targets) {
      (isLast.test(target) ? failed : sorted).add(target);
    }
    sorted.addAll(failed);
    return sorted;
  }

  synchronized int size() {
    return expiries.size();
  }
}
