package org.sipasync.functions.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.admin.Filter;
import org.sipasync.core.Engine;
import org.sipasync.core.EngineSettings;
import org.sipasync.core.OperationRequest;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Circuits;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;
import org.sipasync.testkit.Runs;

@Tag("C2")
class ResilientTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final IOException DOWN = new IOException("down");

  private final Engine engine = new Engine(new EngineSettings(2, 100, 100));
  private final AtomicInteger attempts = new AtomicInteger();
  private final AtomicInteger aborted = new AtomicInteger();

  @AfterEach
  void nothingIsLeft() {
    await().untilAsserted(() -> assertThat(engine.inFlight()).isZero());
    engine.close();
  }

  /** A service whose n-th answer, from 1 on, is as told; null is no answer at all. */
  private record Service(IntFunction<Result> answers, AtomicInteger asked, AtomicInteger aborted)
      implements AsyncFunction {

    @Override
    public String name() {
      return "service";
    }

    @Override
    public Started start(Operation operation) {
      Result answer = answers.apply(asked.incrementAndGet());
      CompletableFuture<Result> stage = new CompletableFuture<>();
      if (answer != null) {
        stage.complete(answer);
      }
      return new Started.OnCompletion(stage, aborted::incrementAndGet);
    }
  }

  private Service service(IntFunction<Result> answers) {
    return new Service(answers, attempts, aborted);
  }

  private static Result down() {
    return Result.failed(ReturnCodes.ERROR, DOWN);
  }

  private CompletableFuture<Result> start(AsyncFunction function, Duration deadline) {
    return Runs.start(engine, function, deadline).resumed;
  }

  private Result result(AsyncFunction function) throws Exception {
    return start(function, LONG).get(20, TimeUnit.SECONDS);
  }

  private static RetryPolicy<Result> threeTimes() {
    return Policies.retry().withMaxAttempts(3).withDelay(Duration.ofMillis(5)).build();
  }

  @Test
  void succeedsAtTheThirdAttempt() throws Exception {
    Result result =
        result(
            Resilient.of(service(n -> n < 3 ? down() : Result.ok("up")).into("x"))
                .retry(threeTimes()));
    assertThat(result.value()).isEqualTo("up");
    assertThat(result.outputs()).containsEntry("x", "up");
    assertThat(attempts).hasValue(3);
  }

  @Test
  @DisplayName("Gives up with the last attempt's result and cause")
  void givesUp() throws Exception {
    Result result = result(Resilient.of(service(n -> down())).retry(threeTimes()));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.ERROR);
    assertThat(result.cause()).isSameAs(DOWN);
    assertThat(attempts).hasValue(3);
  }

  @Test
  @DisplayName("What was shed is not asked for again")
  void shedIsNoFailure() throws Exception {
    Result result =
        result(
            Resilient.of(service(n -> Result.failed(ReturnCodes.SHED, null))).retry(threeTimes()));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.SHED);
    assertThat(attempts).hasValue(1);
  }

  @Test
  @DisplayName("An attempt that takes too long is aborted, and the next one made")
  void limitedAttempts() throws Exception {
    Result result =
        result(
            Resilient.of(service(n -> n == 1 ? null : Result.ok("second")))
                .within(Duration.ofMillis(40))
                .retry(threeTimes()));
    assertThat(result.value()).isEqualTo("second");
    await().untilAsserted(() -> assertThat(aborted).hasValue(1));
    assertThatThrownBy(() -> Resilient.of(service(n -> null)).within(Duration.ZERO))
        .hasMessageContaining("must be positive");
  }

  @Test
  @Tag("A9")
  @DisplayName("A9: one deadline over all attempts; in a back-off it ends the wait, too")
  void deadlineInABackOff() throws Exception {
    RetryPolicy<Result> slow = Policies.retry().withMaxAttempts(9).withDelay(LONG).build();
    Result result =
        start(Resilient.of(service(n -> down())).retry(slow), Duration.ofMillis(800))
            .get(20, TimeUnit.SECONDS);
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.DEADLINE);
    assertThat(attempts).hasValue(1);
  }

  @Test
  @Tag("A8")
  @DisplayName("A8: when the call is cancelled the attempt is aborted, and it was the last")
  void cancelled() {
    CompletableFuture<Result> resumed = new CompletableFuture<>();
    org.sipasync.core.Operation suspension =
        engine.start(
            new OperationRequest(
                "app",
                "call",
                "route",
                Resilient.of(service(n -> null)).retry(threeTimes()).orElse(service(n -> down())),
                LONG,
                Runnable::run,
                resumed::complete));
    await().untilAsserted(() -> assertThat(attempts).hasValue(1));
    suspension.cancel();
    await().untilAsserted(() -> assertThat(aborted).hasValue(1));
    await().untilAsserted(() -> assertThat(engine.inFlight()).isZero());
    assertThat(attempts).hasValue(1);
    assertThat(resumed).isNotDone();
  }

  @Test
  @DisplayName("A breaker opens after so many failures, tries again later, and closes")
  void breaker() throws Exception {
    CircuitBreaker<Result> breaker =
        Policies.breaker().withFailureThreshold(3).withDelay(Duration.ofMillis(100)).build();
    Resilient guarded =
        Resilient.of(service(n -> n <= 3 ? down() : Result.ok("up"))).breaker(breaker);
    for (int i = 0; i < 3; i++) {
      assertThat(result(guarded).returnCode()).isEqualTo(ReturnCodes.ERROR);
    }
    Result refused = result(guarded);
    assertThat(refused.returnCode()).isEqualTo(Resilient.BREAKER_OPEN);
    assertThat(refused.cause()).isInstanceOf(CircuitBreakerOpenException.class);
    assertThat(attempts).hasValue(3);
    await().untilAsserted(() -> assertThat(result(guarded).value()).isEqualTo("up"));
    assertThat(breaker.isClosed()).isTrue();
  }

  @Test
  void fallbackWhenAllHaveFailed() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    AsyncFunction cache =
        new Service(n -> Result.ok("cached"), asked, new AtomicInteger()).into("target");
    Result result = result(Resilient.of(service(n -> down())).retry(threeTimes()).orElse(cache));
    assertThat(result.outputs()).containsEntry("target", "cached");
    assertThat(attempts).hasValue(3);
    assertThat(result(Resilient.of(service(n -> Result.ok("fresh"))).orElse(cache)).value())
        .isEqualTo("fresh");
    assertThat(asked).hasValue(1);
  }

  @Test
  void fallbackWhenTheBreakerIsOpen() throws Exception {
    CircuitBreaker<Result> open = Policies.breaker().build();
    open.open();
    AsyncFunction cache = new Service(n -> Result.ok("cached"), new AtomicInteger(), aborted);
    assertThat(result(Resilient.of(service(n -> down())).breaker(open).orElse(cache)).value())
        .isEqualTo("cached");
    assertThat(attempts).hasValue(0);
  }

  @Test
  @Tag("A3")
  @DisplayName("A3: an answer that comes after the deadline changes nothing")
  void lostRace() throws Exception {
    CompletableFuture<Result> late = new CompletableFuture<>();
    AsyncFunction slow =
        new AsyncFunction() {
          @Override
          public String name() {
            return "slow";
          }

          @Override
          public Started start(Operation operation) {
            return new Started.OnCompletion(late, () -> {});
          }
        };
    CompletableFuture<Result> resumed =
        start(Resilient.of(slow).retry(threeTimes()), Duration.ofMillis(30));
    assertThat(resumed.get(20, TimeUnit.SECONDS).returnCode()).isEqualTo(ReturnCodes.DEADLINE);
    late.complete(Result.ok());
    assertThat(resumed.get().returnCode()).isEqualTo(ReturnCodes.DEADLINE);
  }

  private static List<Circuits.State> shown(String name) {
    return Circuits.all().stream()
        .filter(circuit -> circuit.name().equals(name))
        .map(Circuits.Circuit::state)
        .toList();
  }

  @Test
  @Tag("V1")
  @DisplayName("V1: a breaker with a name is shown with its state, for as long as it is used")
  void shownToOperators() {
    CircuitBreaker<Result> breaker = Policies.breaker().build();
    Resilient.of(service(n -> down())).breaker("router", breaker);
    assertThat(shown("router")).containsExactly(Circuits.State.CLOSED);
    breaker.open();
    Resilient.of(service(n -> down())).breaker("router", breaker);
    assertThat(shown("router")).containsExactly(Circuits.State.OPEN);
    breaker.halfOpen();
    assertThat(shown("router")).containsExactly(Circuits.State.HALF_OPEN);
    Circuits.hide(new ClassLoader() {});
    assertThat(shown("router")).hasSize(1);
    Circuits.hide(Thread.currentThread().getContextClassLoader());
    assertThat(shown("router")).isEmpty();
    Resilient.of(service(n -> down())).breaker("forgotten", Policies.breaker().build());
    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(shown("forgotten")).isEmpty();
            });
  }

  @Test
  @Tag("V2")
  @DisplayName("V2: an operator who cancels the attempt ends it all: it is not tried again")
  void cancelledByOperator() throws Exception {
    CompletableFuture<Result> ended = new CompletableFuture<>();
    AsyncFunction stubborn =
        Resilient.of(service(n -> null)).retry(Policies.retry().withMaxAttempts(5).build());
    engine.start(
        new OperationRequest(
            "app", "call", "route", stubborn, LONG, Runnable::run, ended::complete));
    await().until(() -> engine.count(Filter.ALL.ofFunction("service")) == 1);
    assertThat(engine.cancel(Filter.ALL.ofFunction("service"), null)).isEqualTo(1);
    assertThat(ended.get(60, TimeUnit.SECONDS).returnCode()).isEqualTo(ReturnCodes.CANCELLED);
    await().untilAsserted(() -> assertThat(engine.inFlight()).isZero());
    assertThat(attempts).hasValue(1);
    assertThat(aborted).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {ReturnCodes.NOTHING_FOUND, ReturnCodes.REJECTED, ReturnCodes.SHED, ReturnCodes.OK})
  @Tag("F7")
  @DisplayName("F7: an answer is no failure: it is neither tried again nor counted against anybody")
  void answersAreNoFailures(int code) {
    assertThat(Policies.isFailure(new Result(code, null, Map.of(), null))).isFalse();
    assertThat(Policies.isFailure(Result.failed(ReturnCodes.CONNECT_TIMEOUT, null))).isTrue();
  }
}
