package org.sipasync.core;

import java.time.Duration;
import java.util.function.Function;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.Started;

/** Operations for benchmarks. */
final class Work {
  static final Result OK = Result.ok();
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private Work() {}

  static AsyncFunction function(Function<Operation, Started> start) {
    return new AsyncFunction() {
      @Override
      public String name() {
        return "benchmark";
      }

      @Override
      public Started start(Operation operation) {
        return start.apply(operation);
      }
    };
  }

  static OperationRequest request(AsyncFunction function, Resumption resumption) {
    return new OperationRequest(
        "benchmark", "call", "route", function, DEADLINE, Runnable::run, resumption);
  }
}
