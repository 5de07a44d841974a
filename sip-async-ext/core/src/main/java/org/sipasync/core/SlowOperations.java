package org.sipasync.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/**
 * Collects slow operations: those that ended late and those still in flight. Each is reported in
 * the round in which it ended or became too old; one per function represents all.
 *
 * <p>{@link #ended} may be called by any thread and costs one comparison for a fast operation;
 * {@link #round} is for a single thread. It visits each operation once, because ids grow with time.
 */
final class SlowOperations {
  private final long thresholdNanos;
  private final Map<String, SlowOperation> ended = new ConcurrentHashMap<>();
  private long passed;

  /**
   * @param threshold maximum duration; zero disables
   */
  SlowOperations(Duration threshold) {
    thresholdNanos = threshold.isZero() ? Long.MAX_VALUE : threshold.toNanos();
  }

  void ended(Operation operation, long nanos) {
    if (nanos >= thresholdNanos && !operation.isMeantToWait()) {
      note(ended, operation, nanos, false);
    }
  }

  private static void note(
      Map<String, SlowOperation> slow, Operation operation, long nanos, boolean hangs) {
    if (slow.size() < CounterTable.MAX_NAMES || slow.containsKey(operation.function())) {
      slow.merge(
          operation.function(),
          slow(operation, nanos, hangs),
          (first, another) -> first.andOneMore());
    }
  }

  private static SlowOperation slow(Operation operation, long nanos, boolean hangs) {
    return new SlowOperation(
        operation.function(),
        operation.application(),
        operation.route(),
        operation.label(),
        Duration.ofNanos(nanos),
        hangs,
        0);
  }

  /**
   * Returns the operations that have become slow since the last round.
   *
   * @param inFlight returns operations in flight with ids above the given one, oldest first
   */
  List<SlowOperation> round(LongFunction<Collection<Operation>> inFlight) {
    List<SlowOperation> slow = new ArrayList<>();
    for (String function : ended.keySet()) {
      slow.add(ended.remove(function));
    }
    if (thresholdNanos != Long.MAX_VALUE) {
      Map<String, SlowOperation> hanging = new ConcurrentHashMap<>();
      for (Operation operation : inFlight.apply(passed)) {
        long age = operation.age().toNanos();
        if (age < thresholdNanos) {
          break;
        }
        passed = operation.id();
        if (!operation.isMeantToWait()) {
          note(hanging, operation, age, true);
        }
      }
      slow.addAll(hanging.values());
    }
    return slow;
  }
}
