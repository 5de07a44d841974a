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
 * A function with retries, a circuit breaker or a fallback (rule C2).
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
 * <p>The call's deadline covers all attempts and delays; when the call ends, the current attempt is
 * aborted and no other is made. No thread waits. The result is that of the last attempt or of the
 * fallback. An open breaker yields {@link #BREAKER_OPEN} with Failsafe's exception as the cause.
 *
 * <p>Immutable. Attempts and delays are operations of their own, counted and limited like any
 * other.
 */
public final class Resilient implements AsyncFunction {
  /** Return code if the circuit breaker is open, without an attempt. */
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

  /** Wraps a function; not null. */
  public static Resilient of(AsyncFunction function) {
    return new Resilient(Objects.requireNonNull(function, "function"), null, null, null, null);
  }

  /**
   * Limits the time of each attempt; a longer one fails with {@link ReturnCodes#DEADLINE}.
   *
   * @param time positive
   */
  public Resilient within(Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException("the time of an attempt must be positive: " + time);
    }
    return new Resilient(function, time, retry, breaker, fallback);
  }

  /** Retries by a policy; see {@link Policies#retry}. */
  public Resilient retry(RetryPolicy<Result> policy) {
    return new Resilient(
        function, each, Objects.requireNonNull(policy, "policy"), breaker, fallback);
  }

  /** Guards each attempt by a circuit breaker. */
  public Resilient breaker(CircuitBreaker<Result> guard) {
    return new Resilient(function, each, retry, Objects.requireNonNull(guard, "guard"), fallback);
  }

  /**
   * Guards each attempt by a circuit breaker that operators see under a name (rule V1).
   *
   * @param name name of the guarded service; not null
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

  /** Sets the fallback if all attempts have failed or the breaker is open. */
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

  /** Returns the policies from the outside in: fallback, retries, breaker. */
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
