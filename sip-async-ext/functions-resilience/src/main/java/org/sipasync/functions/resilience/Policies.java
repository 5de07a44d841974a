package org.sipasync.functions.resilience;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerBuilder;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;

/**
 * Failsafe's policies, prepared for operations: what fails is a result with a code below zero.
 *
 * <p>Not counted as failures are {@link ReturnCodes#NOTHING_FOUND} and {@link
 * ReturnCodes#REJECTED}, which are answers, and {@link ReturnCodes#SHED} and {@link
 * ReturnCodes#SHUTDOWN}: the service that was to be asked is not at fault, and asking again would
 * make it worse.
 */
public final class Policies {
  private Policies() {}

  /** A retry policy: three attempts at once, unless told otherwise. */
  public static RetryPolicyBuilder<Result> retry() {
    return RetryPolicy.<Result>builder()
        .handleResultIf(Policies::isFailure)
        .abortOn(CircuitBreakerOpenException.class);
  }

  /**
   * A circuit breaker. One object guards one service: keep it, and share it between calls. It is
   * safe for use by many threads.
   */
  public static CircuitBreakerBuilder<Result> breaker() {
    return CircuitBreaker.<Result>builder().handleResultIf(Policies::isFailure);
  }

  /**
   * True if a result says that the service asked has failed. That there is nothing to find, or that
   * it refuses, is an answer; a shed, cancelled or stopped operation says nothing of it.
   */
  public static boolean isFailure(Result result) {
    return switch (result.returnCode()) {
      case ReturnCodes.SHED,
          ReturnCodes.SHUTDOWN,
          ReturnCodes.CANCELLED,
          ReturnCodes.NODE_LOST,
          ReturnCodes.NOTHING_FOUND,
          ReturnCodes.REJECTED ->
          false;
      default -> result.returnCode() < 0;
    };
  }
}
