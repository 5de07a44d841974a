package org.sipasync.cdi.call;

import java.io.IOException;
import java.time.Duration;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.admin.OperationKind;
import org.sipasync.cdi.route.Route;
import org.sipasync.cdi.route.RouteArguments;
import org.sipasync.core.Operation;
import org.sipasync.core.OperationRequest;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.spi.Abandonment;
import org.sipasync.spi.SuspendedMessage;

/** One suspended message and its operation. */
final class SuspendedCall implements Abandonment {
  private final ApplicationEngine application;
  private final CallDescription call;
  private final Route route;
  private final SipServletMessage message;
  private final SuspendedMessage suspended;
  private final CallContext.Carried carried;
  private volatile Operation operation;
  private volatile boolean abandoned;

  /** Suspends the message; throws if it cannot be suspended. */
  SuspendedCall(
      ApplicationEngine application,
      CallDescription call,
      Route route,
      SipServletMessage message,
      SuspendedState state) {
    this.application = application;
    this.call = call;
    this.route = route;
    this.message = message;
    this.carried =
        application.callContext().carry(call.function().name(), route.name(), message.getCallId());
    try { // from now on other threads may call this
      this.suspended = application.context().suspend(message, route.name(), state, this);
    } catch (RuntimeException | Error e) {
      carried.ended(null);
      throw e;
    }
  }

  /** Starts the operation; on failure the message is unchanged. */
  void start(Duration deadline) {
    try {
      operation =
          application
              .engine()
              .start(
                  new OperationRequest(
                      OperationKind.SUSPENDED,
                      message.getMethod(),
                      application.context().name(),
                      message.getCallId(),
                      route.name(),
                      call.function(),
                      deadline,
                      application.pool(carried),
                      this::operationEnded));
    } catch (RuntimeException | Error e) {
      carried.ended(null);
      suspended.undo();
      throw e;
    }
    if (abandoned) { // by another thread, before the operation existed
      operation.cancel();
    }
  }

  /** Enqueues the route; runs on the thread that ended the operation. */
  private void operationEnded(Result result) {
    carried.ended(result);
    application.logFailure(call.function(), route, result);
    if (result.returnCode() == ReturnCodes.SHED
        && call.retryAfter() != null
        && message instanceof SipServletRequest request) {
      suspended.resume(route.name(), () -> refuse(request));
    } else {
      suspended.resume(route.name(), () -> resume(result));
    }
  }

  private void resume(Result result) throws Exception {
    Operation ended = operation;
    if (ended != null) { // otherwise it ended before its start returned
      ended.resumed();
    }
    run(route, RouteArguments.resumed(message, result, route.name()));
  }

  private void run(Route next, RouteArguments given) throws Exception {
    carried.run(() -> next.run(application.context(), given, application.handOver()));
  }

  private void refuse(SipServletRequest request) throws IOException {
    SipServletResponse busy = request.createResponse(SipServletResponse.SC_SERVICE_UNAVAILABLE);
    busy.setHeader("Retry-After", Long.toString(Math.max(1, call.retryAfter().toSeconds())));
    busy.send();
  }

  @Override
  public void abandoned() {
    abandoned = true;
    carried.ended(null);
    Operation running = operation;
    if (running != null) {
      running.cancel();
    }
  }

  @Override
  public void afterwards() throws Exception {
    Route cancelRoute = application.routes().cancelRoute(route.name());
    if (cancelRoute != null) {
      run(cancelRoute, RouteArguments.message(message, cancelRoute.name()));
    }
  }
}
