package org.sipasync.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.function.Started;

@Tag("V1")
class SlowOperationsTest {
  private static final Duration SLOW = Duration.ofSeconds(2);
  private final Bench bench = new Bench(new EngineSettings(1, 100, 100, SLOW));

  @AfterEach
  void close() {
    bench.close();
  }

  private static AsyncFunction hung(String name) {
    return Bench.function(name, o -> new Started.OnTimer(Duration.ofDays(1), Result.ok()));
  }

  private static SlowOperation slow(String function, Duration time, boolean hangs, int more) {
    return new SlowOperation(function, "app", "route", "call-1", time, hangs, more);
  }

  @Test
  @DisplayName("V1: an operation that ends late is told of once, with its time")
  void endedLate() {
    Operation late = bench.start(hung("f"));
    Operation quick = bench.start(hung("f"));
    bench.clock.pass(SLOW.minusNanos(1));
    quick.complete(Result.ok());
    bench.clock.pass(Duration.ofNanos(1));
    late.complete(Result.ok());
    assertThat(bench.engine.slowOperations()).containsExactly(slow("f", SLOW, false, 0));
    assertThat(bench.engine.slowOperations()).isEmpty();
  }

  @Test
  @DisplayName("V1: operations that hang are told of once, one of each function for all")
  void hanging() {
    for (int i = 0; i < 10; i++) {
      bench.start(hung("f"));
    }
    bench.start(hung("g"));
    bench.clock.pass(Duration.ofSeconds(1));
    bench.start(hung("f"));
    assertThat(bench.engine.slowOperations()).isEmpty();
    bench.clock.pass(Duration.ofSeconds(1));
    assertThat(bench.engine.slowOperations())
        .containsExactlyInAnyOrder(slow("f", SLOW, true, 9), slow("g", SLOW, true, 0));
    assertThat(bench.engine.slowOperations()).isEmpty();
    bench.clock.pass(Duration.ofSeconds(1));
    assertThat(bench.engine.slowOperations()).containsExactly(slow("f", SLOW, true, 0));
  }

  @Test
  @DisplayName("V1: without a threshold nothing is slow")
  void off() {
    try (Bench other = new Bench()) {
      Operation hung = other.start(hung("f"));
      other.clock.pass(Duration.ofDays(3));
      hung.complete(Result.ok());
      other.start(hung("g"));
      other.clock.pass(Duration.ofDays(3));
      assertThat(other.engine.slowOperations()).isEmpty();
    }
  }
}
