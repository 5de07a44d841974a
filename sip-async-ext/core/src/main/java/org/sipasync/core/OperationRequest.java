package org.sipasync.core;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.sipasync.admin.OperationKind;
import org.sipasync.function.AsyncFunction;

/**
 * An operation to start, and its resumption.
 *
 * @param kind kind of waiter
 * @param method method of the waiting message, or null
 * @param application name of the application
 * @param label label, such as a Call-ID
 * @param route name of the route
 * @param function the function to run
 * @param deadline maximum time from now on; positive
 * @param pool runs the function's blocking work; must refuse rather than queue
 * @param resumption called when the operation has ended
 */
public record OperationRequest(
    OperationKind kind,
    String method,
    String application,
    String label,
    String route,
    AsyncFunction function,
    Duration deadline,
    Executor pool,
    Resumption resumption) {

  public OperationRequest {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(route, "route");
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(resumption, "resumption");
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("a deadline must be positive: " + deadline);
    }
  }

  /** Creates a request for a suspended message of unspecified method. */
  public OperationRequest(
      String application,
      String label,
      String route,
      AsyncFunction function,
      Duration deadline,
      Executor pool,
      Resumption resumption) {
    this(
        OperationKind.SUSPENDED,
        null,
        application,
        label,
        route,
        function,
        deadline,
        pool,
        resumption);
  }

  /** Returns the request for a part of this operation. */
  OperationRequest part(AsyncFunction other, Duration left, Resumption whenEnded) {
    return new OperationRequest(
        OperationKind.PART, method, application, label, route, other, left, pool, whenEnded);
  }
}
