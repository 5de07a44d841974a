package org.sipasync.functions.resilience;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerBuilder;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;

/**
 * Failsafe's policies, prepared for operations: results with a negative code are failures.
 *
 * <p>Not counted as failures are {@link ReturnCodes#NOTHING_FOUND} and {@link
 * ReturnCodes#REJECTED}, which are answers, and {@link ReturnCodes#SHED} and {@link
 * ReturnCodes#SHUTDOWN}, which are not the service's fault and would get worse by retrying.
 */
public final class Policies {
  private Policies() {}

  /** Returns a retry policy, by default three attempts without delay. */
  public static RetryPolicyBuilder<Result> retry() {
    return RetryPolicy.<Result>builder()
        .handleResultIf(Policies::isFailure)
        .abortOn(CircuitBreakerOpenException.class);
  }

  /**
   * Returns a circuit breaker. One object guards one service: keep it and share it between calls.
   * Thread-safe.
   */
  public static CircuitBreakerBuilder<Result> breaker() {
    return CircuitBreaker.<Result>builder().handleResultIf(Policies::isFailure);
  }

  /**
   * Returns true if a result means that the service has failed. Not found and rejected are answers;
   * a shed, cancelled or stopped operation says nothing about the service.
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
