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
 * <p>Not counted as failures are {@link ReturnCodes#SHED} and {@link ReturnCodes#SHUTDOWN}: the
 * service that was to be asked is not at fault, and asking again would make it worse. Where a code
 * below zero is an answer, as SQL's -2 for an empty result, say which codes are failures with
 * {@code handleResultIf} on a builder of Failsafe's own.
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

  /** Whether a result says that the service asked has failed. */
  public static boolean isFailure(Result result) {
    return result.returnCode() < 0
        && result.returnCode() != ReturnCodes.SHED
        && result.returnCode() != ReturnCodes.SHUTDOWN;
  }
}
