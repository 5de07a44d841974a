package org.sipasync.functions.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.core.Engine;
import org.sipasync.core.EngineSettings;
import org.sipasync.core.Operation;
import org.sipasync.core.OperationRequest;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;

@Tag("F3")
class SleepTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final CompletableFuture<Result> resumed = new CompletableFuture<>();

  private Operation start(Engine engine, AsyncFunction function, Duration deadline) {
    return engine.start(
        new OperationRequest(
            "app", "call", "route", function, deadline, Runnable::run, resumed::complete));
  }

  private Result result() throws Exception {
    return resumed.get(20, TimeUnit.SECONDS);
  }

  @Test
  void wakesWithOneAndNotEarly() throws Exception {
    try (Engine engine = new Engine(EngineSettings.defaults())) {
      long before = System.nanoTime();
      start(engine, Sleep.millis(20), LONG);
      assertThat(result().returnCode()).isEqualTo(ReturnCodes.OK);
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
    }
  }

  @Test
  void theDeadlineComesFirst() throws Exception {
    try (Engine engine = new Engine(EngineSettings.defaults())) {
      start(engine, Sleep.of(LONG), Duration.ofMillis(5));
      assertThat(result().returnCode()).isEqualTo(ReturnCodes.DEADLINE);
      assertThat(result().cause()).hasMessage("sleep did not finish within 5 ms");
    }
  }

  @Test
  void cancelledSleepNeverWakes() {
    try (Engine engine = new Engine(EngineSettings.defaults())) {
      assertThat(start(engine, Sleep.of(LONG), LONG).cancel()).isTrue();
      assertThat(engine.inFlight()).isZero();
    }
    assertThat(resumed).isNotDone();
  }

  @Test
  void writesToAnAvp() throws Exception {
    try (Engine engine = new Engine(EngineSettings.defaults())) {
      start(engine, Sleep.micros(1).into("nothing"), LONG);
      assertThat(result().outputs()).containsKey("nothing");
    }
  }

  @Test
  void negativeTime() {
    assertThatThrownBy(() -> Sleep.millis(-1))
        .hasMessage("a duration must not be negative: PT-0.001S");
  }
}
