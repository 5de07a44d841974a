package org.sipasync.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Functions;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;

/** Several operations as one. */
@Tag("C1")
class OperationScopeTest {
  private final Bench bench = new Bench();
  private final List<String> aborted = new ArrayList<>();

  @AfterEach
  void nothingIsLeft() {
    bench.turn();
    assertThat(bench.engine.inFlight()).isZero();
    assertThat(bench.loop.timers()).isZero();
    bench.close();
  }

  private static AsyncFunction after(long millis, Result result) {
    return Bench.function(
        "timer", operation -> new Started.OnTimer(Duration.ofMillis(millis), result));
  }

  private static AsyncFunction value(long millis, Object value) {
    return after(millis, Result.ok(value));
  }

  private static AsyncFunction failure(long millis, int code) {
    return after(millis, Result.failed(code, null));
  }

  private AsyncFunction never(String name) {
    return Bench.function(
        name,
        operation -> new Started.OnCompletion(new CompletableFuture<>(), () -> aborted.add(name)));
  }

  private Result resumedWith() {
    bench.onlyCode();
    return bench.resumed.get(0);
  }

  @Test
  @DisplayName("C1: all waits for the last, and merges the outputs in their order")
  void all() {
    bench.start(
        Functions.all(value(30, "slow").into("a"), value(10, "fast").into("b"), value(0, 3)));
    bench.turn();
    assertThat(bench.engine.inFlight()).as("the whole and what is left of it").isEqualTo(3);
    bench.pass(Duration.ofMillis(29));
    assertThat(bench.resumed).isEmpty();
    bench.pass(Duration.ofMillis(1));
    assertThat(resumedWith().value()).isEqualTo(List.of("slow", "fast", 3));
    assertThat(resumedWith().outputs()).isEqualTo(Map.of("a", "slow", "b", "fast"));
  }

  @Test
  @DisplayName("C1: all fails with the first failure and aborts the others")
  void allFails() {
    bench.start(Functions.all(never("loser"), failure(10, -7), value(50, "x")));
    bench.turn();
    bench.pass(Duration.ofMillis(10));
    bench.turn();
    assertThat(bench.onlyCode()).isEqualTo(-7);
    assertThat(aborted).containsExactly("loser");
    assertThat(bench.loop.timers()).isZero();
  }

  @Test
  @DisplayName("C1: any takes the first success; losers are aborted")
  void any() {
    bench.start(Functions.any(failure(5, -1), never("loser"), value(20, "won").into("who")));
    bench.turn();
    bench.pass(Duration.ofMillis(5));
    assertThat(bench.resumed).isEmpty();
    bench.pass(Duration.ofMillis(15));
    bench.turn();
    assertThat(resumedWith().outputs()).isEqualTo(Map.of("who", "won"));
    assertThat(aborted).containsExactly("loser");
  }

  @Test
  void anyFailsWhenAllHaveFailed() {
    bench.start(Functions.any(failure(5, -7), failure(10, -8)));
    bench.turn();
    bench.pass(Duration.ofMillis(5));
    assertThat(bench.resumed).isEmpty();
    bench.pass(Duration.ofMillis(5));
    assertThat(bench.onlyCode()).isEqualTo(-8);
  }

  @Test
  @DisplayName("C1: a race ends with the first to end, well or not")
  void race() {
    bench.start(Functions.race(value(20, "late"), failure(10, -9), never("loser")));
    bench.turn();
    bench.pass(Duration.ofMillis(10));
    bench.turn();
    assertThat(bench.onlyCode()).isEqualTo(-9);
    assertThat(aborted).containsExactly("loser");
  }

  @Test
  @DisplayName("C1: one that is done at once decides before the others have begun")
  void doneAtOnce() {
    bench.start(
        Functions.race(
            Bench.function(operation -> new Started.Done(Result.ok("now"))), never("loser")));
    bench.turn();
    bench.turn();
    assertThat(resumedWith().value()).isEqualTo("now");
  }

  @Test
  @DisplayName("C1: one deadline for all; at the deadline all are aborted")
  void deadline() {
    bench.start(Functions.all(never("one"), never("two")));
    bench.turn();
    bench.pass(Bench.DEADLINE);
    bench.turn();
    assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.DEADLINE);
    assertThat(aborted).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  @Tag("A8")
  void cancelled() {
    org.sipasync.core.Operation whole = bench.start(Functions.all(never("one"), never("two")));
    bench.turn();
    whole.cancel();
    bench.turn();
    assertThat(bench.resumed).isEmpty();
    assertThat(aborted).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  @Tag("A3")
  @DisplayName("A3: a part whose success comes after the deadline changes nothing")
  void lostRace() {
    CompletableFuture<Result> late = new CompletableFuture<>();
    bench.start(
        Functions.all(
            Bench.function(operation -> new Started.OnCompletion(late, () -> {})), value(1, 1)));
    bench.turn();
    bench.pass(Bench.DEADLINE);
    late.complete(Result.ok());
    bench.turn();
    assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.DEADLINE);
  }

  @Test
  @DisplayName("A part gets the time that is left")
  void remainingTime() {
    Duration[] remaining = new Duration[1];
    Operation[] whole = new Operation[1];
    bench.start(
        operation -> {
          whole[0] = operation;
          return new Started.OnTimer(Duration.ofMillis(100), Result.ok());
        });
    bench.turn();
    bench.pass(Duration.ofMillis(40));
    whole[0].start(
        Bench.function(
            part -> {
              remaining[0] = part.remaining();
              return new Started.Done(Result.ok());
            }));
    bench.turn();
    assertThat(remaining[0]).isEqualTo(Bench.DEADLINE.minusMillis(40));
    bench.pass(Duration.ofMillis(60));
    assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.OK);
  }

  @Test
  @DisplayName("A part of what has ended is aborted before it begins")
  void tooLate() {
    Operation[] whole = new Operation[1];
    bench.start(
        operation -> {
          whole[0] = operation;
          return new Started.Done(Result.ok());
        });
    bench.turn();
    whole[0].start(never("late"));
    assertThat(bench.engine.inFlight()).isZero();
    bench.turn();
    assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.OK);
    assertThat(aborted).isEmpty();
  }

  @Test
  @Tag("A12")
  @DisplayName("A12: parts take places of their own; what finds none is shed")
  void bounded() {
    try (Bench small = new Bench(new EngineSettings(1, 2, 100))) {
      small.start(Functions.all(never("one"), never("two")));
      small.turn();
      small.turn();
      assertThat(small.onlyCode()).isEqualTo(ReturnCodes.SHED);
      assertThat(small.engine.inFlight()).isZero();
    }
  }

  @Test
  void composedOfNothing() {
    assertThatThrownBy(Functions::all).hasMessageContaining("nothing to wait for");
    assertThatThrownBy(() -> Functions.any((AsyncFunction) null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  @Tag("A9")
  @DisplayName("A9: a deadline beyond all clocks never comes, and strands nothing")
  void endlessDeadline() {
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    org.sipasync.core.Operation suspension =
        bench.engine.start(
            new OperationRequest(
                "app",
                "call",
                "route",
                after(10, Result.ok()),
                endless,
                Runnable::run,
                bench.resumed::add));
    bench.turn();
    assertThat(suspension.isPending()).isTrue();
    bench.pass(Duration.ofMillis(10));
    assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.OK);
    bench.start(Bench.function("timer", operation -> new Started.OnTimer(endless, Result.ok())));
    bench.turn();
    bench.pass(Bench.DEADLINE);
    assertThat(bench.resumed.get(1).returnCode()).isEqualTo(ReturnCodes.DEADLINE);
  }
}
