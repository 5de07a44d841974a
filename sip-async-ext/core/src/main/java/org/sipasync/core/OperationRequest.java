package org.sipasync.core;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.sipasync.admin.OperationKind;
import org.sipasync.function.AsyncFunction;

/**
 * An operation to start, and what waits for it.
 *
 * @param kind what waits for it
 * @param method the method of the message that waits, or null
 * @param application whose operation it is
 * @param label tells it from others, as a Call-ID does
 * @param route where it goes on
 * @param function what to do
 * @param deadline how long it may take, from now on; above zero
 * @param pool runs the function's blocking work, if it has any; must refuse rather than queue
 * @param resumption what happens when it has ended
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
      throw new IllegalArgumentException("a deadline is above zero: " + deadline);
    }
  }

  /** For a suspended message of a method that does not matter. */
  public OperationRequest(
      String application,
      String label,
      String route,
      AsyncFunction function,
      Duration deadline,
      Executor pool,
      Resumption resumption) {
    this(OperationKind.SUSPENDED, null, application, label, route, function, deadline, pool, resumption);
  }

  /** The request for a part of this operation. */
  OperationRequest part(AsyncFunction other, Duration left, Resumption whenEnded) {
    return new OperationRequest(
        OperationKind.PART, method, application, label, route, other, left, pool, whenEnded);
  }
}
