package org.sipasync.functions.resilience;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.Fallback;
import dev.failsafe.Policy;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Circuits;
import org.sipasync.function.Functions;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;
import org.sipasync.support.Failures;

/**
 * A function that is tried again, guarded by a circuit breaker, or replaced when it fails (C2).
 *
 * <pre>{@code
 * private final CircuitBreaker<Result> router = Policies.breaker().withFailureThreshold(5).build();
 * ...
 * async.call(
 *     Resilient.of(rest.get(url).into("target"))
 *         .within(ofMillis(200))
 *         .retry(Policies.retry().withMaxAttempts(3).withBackoff(ofMillis(50), ofMillis(400)).build())
 *         .breaker(router)
 *         .orElse(cached(number).into("target")))
 *     .deadline(ofSeconds(1))
 *     .resume("routed");
 * }</pre>
 *
 * <p>The call's deadline is over all attempts and pauses; when the call ends, the attempt under way
 * is aborted and no other is made. No thread waits. The result is that of the last attempt, or of
 * the fallback. A breaker that is open gives {@link #BREAKER_OPEN} with Failsafe's exception as the
 * cause.
 *
 * <p>Immutable. Attempts and pauses are operations of their own, counted and bounded as any other.
 */
public final class Resilient implements AsyncFunction {
  /** The return code when the circuit breaker is open and nothing was tried. */
  public static final int BREAKER_OPEN = ReturnCodes.BREAKER_OPEN;

  private final AsyncFunction function;
  private final Duration each;
  private final RetryPolicy<Result> retry;
  private final CircuitBreaker<Result> breaker;
  private final AsyncFunction fallback;

  private Resilient(
      AsyncFunction function,
      Duration each,
      RetryPolicy<Result> retry,
      CircuitBreaker<Result> breaker,
      AsyncFunction fallback) {
    this.function = function;
    this.each = each;
    this.retry = retry;
    this.breaker = breaker;
    this.fallback = fallback;
  }

  /** A function as it is; not null. */
  public static Resilient of(AsyncFunction function) {
    return new Resilient(Objects.requireNonNull(function, "function"), null, null, null, null);
  }

  /**
   * Gives each attempt a time of its own; one that takes longer fails with {@link
   * ReturnCodes#DEADLINE}.
   *
   * @param time above zero
   */
  public Resilient within(Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException("an attempt needs a time above zero: " + time);
    }
    return new Resilient(function, time, retry, breaker, fallback);
  }

  /** Tries again as the policy says; see {@link Policies#retry}. */
  public Resilient retry(RetryPolicy<Result> policy) {
    return new Resilient(
        function, each, Objects.requireNonNull(policy, "policy"), breaker, fallback);
  }

  /** Asks a circuit breaker before each attempt, and tells it how it went. */
  public Resilient breaker(CircuitBreaker<Result> guard) {
    return new Resilient(function, each, retry, Objects.requireNonNull(guard, "guard"), fallback);
  }

  /**
   * Asks a circuit breaker that operators see by a name (rule V1).
   *
   * @param name what it guards; not null
   */
  public Resilient breaker(String name, CircuitBreaker<Result> guard) {
    Circuits.show(name, guard, Resilient::state);
    return breaker(guard);
  }

  private static Circuits.State state(CircuitBreaker<?> breaker) {
    return breaker.isClosed()
        ? Circuits.State.CLOSED
        : breaker.isOpen() ? Circuits.State.OPEN : Circuits.State.HALF_OPEN;
  }

  /** What to do when all attempts have failed, or the breaker is open. */
  public Resilient orElse(AsyncFunction other) {
    return new Resilient(function, each, retry, breaker, Objects.requireNonNull(other, "other"));
  }

  @Override
  public String name() {
    return "resilient";
  }

  @Override
  public Started start(Operation operation) {
    AsyncFunction attempt = each == null ? function : limited();
    CompletableFuture<Result> outcome =
        Failsafe.with(policies(operation))
            .with(new LoopScheduler(operation))
            .getStageAsync(() -> operation.start(attempt).result());
    CompletionStage<Result> result = outcome.exceptionally(Resilient::failure);
    return new Started.OnCompletion(result, () -> outcome.cancel(true));
  }

  private AsyncFunction limited() {
    Throwable late =
        new TimeoutException(
            "an attempt at "
                + function.name()
                + " did not finish within "
                + each.toMillis()
                + " ms");
    Result tooLate = Result.failed(ReturnCodes.DEADLINE, late);
    return Functions.race(function, new Timer("attempt-limit", each, tooLate));
  }

  /** From the outside in: the fallback, the retries, the breaker. */
  private List<Policy<Result>> policies(Operation operation) {
    List<Policy<Result>> policies = new ArrayList<>();
    if (fallback != null) {
      policies.add(
          Fallback.<Result>builderOfStage(e -> operation.start(fallback).result())
              .handleResultIf(result -> !result.isOk())
              .build());
    }
    if (retry != null) {
      policies.add(retry);
    }
    if (breaker != null) {
      policies.add(breaker);
    }
    if (policies.isEmpty()) {
      policies.add(RetryPolicy.<Result>builder().withMaxAttempts(1).build());
    }
    return policies;
  }

  private static Result failure(Throwable thrown) {
    Throwable cause = Failures.unwrap(thrown);
    return Result.failed(
        cause instanceof CircuitBreakerOpenException ? BREAKER_OPEN : ReturnCodes.ERROR, cause);
  }

  @Override
  public String toString() {
    return "resilient " + function.name();
  }
}
