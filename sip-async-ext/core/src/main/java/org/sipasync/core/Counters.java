package org.sipasync.core;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What became of one function's operations (rule V1). */
final class Counters {
  final LongAdder started = new LongAdder();
  final LongAdder done = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder timedOut = new LongAdder();
  final LongAdder cancelled = new LongAdder();
  final LongAdder shed = new LongAdder();
  final LongAdder late = new LongAdder();
  final AtomicInteger inFlight = new AtomicInteger();
  private final String function;

  Counters(String function) {
    this.function = function;
  }

  String function() {
    return function;
  }

  FunctionStatistics snapshot() {
    return new FunctionStatistics(
        function,
        inFlight.get(),
        started.sum(),
        done.sum(),
        failed.sum(),
        timedOut.sum(),
        cancelled.sum(),
        shed.sum(),
        late.sum());
  }
}
