package org.sipasync.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sipasync.function.Result;
import org.sipasync.function.Started;

/** The observer hears each step of each operation once, in order, and of parts, too. */
class OperationObserverTest {
  private static final Started FOREVER =
      new Started.OnCompletion(new CompletableFuture<>(), () -> {});

  private final Bench bench = new Bench();
  private final List<String> steps = new ArrayList<>();

  @AfterEach
  void close() {
    bench.close();
  }

  private void observe() {
    bench.engine.observe(
        new OperationObserver() {
          @Override
          public void started(Operation operation) {
            steps.add("started " + operation.kind() + " " + operation.function());
          }

          @Override
          public void ended(Operation operation, Result result, Duration took) {
            steps.add(
                "ended "
                    + operation.function()
                    + " "
                    + (result == null ? "abandoned" : result.returnCode())
                    + " after "
                    + took.toMillis());
          }

          @Override
          public void resumed(Operation operation) {
            steps.add("resumed " + operation.function() + " of " + operation.label());
          }
        });
  }

  @Test
  @DisplayName("Ended and resumed; nothing before and after it observes")
  void endedAndResumed() {
    bench.start(Bench.function("before", operation -> new Started.Done(Result.ok())));
    bench.turn();
    observe();
    Operation operation =
        bench.start(Bench.function("f", o -> new Started.Done(Result.failed(-9, null))));
    bench.turn();
    operation.resumed();
    assertThat(steps)
        .containsExactly("started SUSPENDED f", "ended f -9 after 0", "resumed f of call-1");
    bench.engine.observe(null);
    bench.start(Bench.function("after", o -> new Started.Done(Result.ok()))).cancel();
    bench.turn();
    assertThat(steps).hasSize(3);
  }

  @Test
  @DisplayName("The deadline, and a cancellation")
  void notCompleted() {
    observe();
    bench.start(Bench.function("late", operation -> FOREVER));
    bench.turn();
    bench.pass(Bench.DEADLINE);
    bench.start(Bench.function("cancelled", operation -> FOREVER)).cancel();
    bench.turn();
    assertThat(steps)
        .containsExactly(
            "started SUSPENDED late",
            "ended late -3 after 5000",
            "started SUSPENDED cancelled",
            "ended cancelled abandoned after 0");
  }
}
