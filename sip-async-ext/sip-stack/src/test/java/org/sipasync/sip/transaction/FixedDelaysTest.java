package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FixedDelaysTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Bench bench = new Bench();
  private final List<String> done = new ArrayList<>();

  @AfterEach
  void nothingIsLeft() {
    bench.pass(Duration.ofSeconds(5));
    assertThat(bench.loop.timers()).isZero();
    bench.close();
  }

  private FixedDelays.Timer timer(String name) {
    return Context.timer(() -> done.add(name));
  }

  @Test
  void runsInOrderNeverEarlyAndOnce() {
    bench.delays.start(timer("first"), SECOND);
    bench.pass(Duration.ofMillis(500));
    bench.delays.start(timer("second"), SECOND);
    bench.pass(Duration.ofMillis(400));
    assertThat(done).isEmpty();
    bench.pass(Duration.ofMillis(100));
    assertThat(done).containsExactly("first");
    bench.pass(SECOND);
    assertThat(done).containsExactly("first", "second");
  }

  @Test
  void timersDueSoonAfterEachOtherShareAWakeUp() {
    for (int i = 0; i < 8; i++) {
      bench.delays.start(timer("" + i), SECOND);
      bench.pass(Duration.ofMillis(1));
    }
    bench.pass(SECOND.minusMillis(8));
    assertThat(done).containsExactly("0");
    bench.pass(Duration.ofMillis(3));
    assertThat(done).as("1/256 of a second later").containsExactly("0");
    bench.pass(Duration.ofMillis(1));
    assertThat(done).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void manyThatAreDueAtOnceAllRun() {
    for (int i = 0; i < 1_000; i++) {
      bench.delays.start(timer("" + i), SECOND);
    }
    bench.pass(SECOND);
    assertThat(done).hasSize(1_000);
  }

  @Test
  void cancelsAtTheHeadInTheMiddleAndAtTheTail() {
    List<FixedDelays.Timer> timers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      timers.add(timer("" + i));
      bench.delays.start(timers.get(i), SECOND);
    }
    for (int i : new int[] {0, 2, 4, 4}) {
      bench.delays.cancel(timers.get(i));
    }
    bench.pass(SECOND);
    assertThat(done).containsExactly("1", "3");
  }

  @Test
  void aRestartedTimerRunsOnceAtItsNewTime() {
    FixedDelays.Timer timer = timer("it");
    bench.delays.start(timer, SECOND);
    bench.pass(Duration.ofMillis(900));
    bench.delays.start(timer, SECOND);
    bench.pass(Duration.ofMillis(900));
    assertThat(done).isEmpty();
    bench.pass(Duration.ofMillis(100));
    assertThat(done).containsExactly("it");
  }

  @Test
  void oneThatFailsStopsNoOther() {
    bench.delays.start(
        Context.timer(
            () -> {
              throw new AssertionError("on purpose: the others must run");
            }),
        SECOND);
    bench.delays.start(timer("next"), SECOND);
    bench.pass(SECOND);
    assertThat(done).containsExactly("next");
    assertThat(bench.loop.failedTasks()).isOne();
  }

  @Test
  void refusesDelaysThatAreNoConstants() {
    assertThatThrownBy(
            () -> {
              for (int i = 1; i < 100; i++) {
                bench.delays.start(timer("x"), Duration.ofMillis(i));
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("32");
  }
}
