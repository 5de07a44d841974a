package org.sipasync.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;

class EngineTest {
  private static final AsyncFunction FOREVER = sleeping("forever", Duration.ofDays(1));

  private static AsyncFunction sleeping(String name, Duration time) {
    return Bench.function(name, operation -> new Started.OnTimer(time, Result.ok()));
  }

  private static OperationRequest request(AsyncFunction function, Resumption resumption) {
    return new OperationRequest(
        "app", "call", "route", function, Bench.DEADLINE, Runnable::run, resumption);
  }

  @Test
  @Tag("A12")
  @DisplayName("A12: over the bound a call is shed with -4, not within start; the others go on")
  void shedsOverTheBoundInAll() {
    try (Bench bench = new Bench(new EngineSettings(1, 2, 100))) {
      bench.start(FOREVER);
      bench.start(FOREVER);
      bench.start(FOREVER);
      assertThat(bench.resumed).isEmpty();
      bench.turn();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.SHED);
      assertThat(bench.resumed.get(0).cause())
          .hasMessage("limit of 2 in-flight operations reached");
      assertThat(bench.engine.inFlight()).isEqualTo(2);
    }
  }

  @Test
  @Tag("A12")
  void shedsOverTheBoundOfAFunction() {
    try (Bench bench = new Bench(new EngineSettings(1, 100, 1))) {
      bench.start(FOREVER);
      bench.start(FOREVER);
      bench.start(sleeping("other", Duration.ofDays(1)));
      bench.turn();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.SHED);
      assertThat(bench.resumed.get(0).cause()).hasMessageContaining("of function forever");
    }
  }

  @Test
  @Tag("V2")
  void listsWhatIsInFlight() {
    try (Bench bench = new Bench()) {
      Operation suspension = bench.start(FOREVER);
      bench.pass(Duration.ofMillis(70));
      assertThat(bench.engine.operations()).containsExactly(suspension);
      assertThat(suspension.age()).isEqualTo(Duration.ofMillis(70));
      assertThat(suspension).hasToString("operation 1: forever of call-1 for route route of app");
    }
  }

  @Test
  void closingEndsWhatIsInFlight() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    int[] code = new int[1];
    Engine engine = new Engine(new EngineSettings(2, 10, 10));
    engine.start(
        request(
            FOREVER,
            result -> {
              code[0] = result.returnCode();
              ended.countDown();
            }));
    engine.close();
    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(code[0]).isEqualTo(ReturnCodes.SHUTDOWN);
    assertThatThrownBy(() -> engine.start(request(FOREVER, result -> {})))
        .isInstanceOf(RejectedExecutionException.class);
  }

  /**
   * Completion, deadline, cancel and end aimed at the same instant, thousands of times: one wins,
   * the resumption runs exactly once unless cancel has won, nothing stays.
   */
  @Test
  @Tag("A3")
  @DisplayName("A3: exactly one of four racers ends a suspension")
  void exactlyOneWins() throws Exception {
    int rounds = 5_000;
    AtomicInteger resumed = new AtomicInteger();
    AtomicInteger cancelled = new AtomicInteger();
    try (Engine engine = new Engine(new EngineSettings(2, 10, 10))) {
      CyclicBarrier barrier = new CyclicBarrier(3);
      Operation[] current = new Operation[1];
      Thread canceller =
          racer(rounds, barrier, () -> cancelled.addAndGet(current[0].cancel() ? 1 : 0));
      Thread ender = racer(rounds, barrier, () -> current[0].end(ReturnCodes.SHUTDOWN, null));
      for (int round = 0; round < rounds; round++) {
        int before = resumed.get() + cancelled.get();
        current[0] =
            engine.start(
                new OperationRequest(
                    "app",
                    "call",
                    "route",
                    sleeping("racing", Duration.ofNanos(50_000)),
                    Duration.ofNanos(50_000),
                    Runnable::run,
                    result -> resumed.incrementAndGet()));
        barrier.await(60, TimeUnit.SECONDS);
        barrier.await(60, TimeUnit.SECONDS);
        while (resumed.get() + cancelled.get() == before) {
          Thread.onSpinWait();
        }
        assertThat(resumed.get() + cancelled.get()).isEqualTo(round + 1);
      }
      canceller.join(10_000);
      ender.join(10_000);
      assertThat(engine.inFlight()).isZero();
      org.sipasync.admin.OperationStatistics counts = engine.statistics().get(0);
      assertThat(counts.done() + counts.timedOut() + counts.cancelled()).isEqualTo(rounds);
      assertThat(counts.started()).isEqualTo(rounds);
    }
    assertThat(resumed.get() + cancelled.get()).isEqualTo(rounds);
  }

  private static Thread racer(int rounds, CyclicBarrier barrier, Runnable attempt) {
    Thread racer =
        new Thread(
            () -> {
              try {
                for (int round = 0; round < rounds; round++) {
                  barrier.await(60, TimeUnit.SECONDS);
                  attempt.run();
                  barrier.await(60, TimeUnit.SECONDS);
                }
              } catch (Exception e) {
                barrier.reset();
              }
            });
    racer.start();
    return racer;
  }
}
