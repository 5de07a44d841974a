package org.sipasync.cdi.call;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.admin.OperationKind;
import org.sipasync.cdi.route.Route;
import org.sipasync.cdi.route.RouteArguments;
import org.sipasync.core.Operation;
import org.sipasync.core.OperationRequest;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;

/** A call with nothing to suspend: the handler's thread blocks, then runs the route (rule A10). */
final class WaitingCall {
  /** Extra time after the deadline, in case the engine cannot end the operation. */
  private static final long GRACE_MILLIS = 1000;

  private final ApplicationEngine application;
  private final CallDescription call;
  private final Route route;
  private final SipServletMessage message;

  WaitingCall(
      ApplicationEngine application, CallDescription call, Route route, SipServletMessage message) {
    this.application = application;
    this.call = call;
    this.route = route;
    this.message = message;
  }

  void run(Duration deadline) {
    CallContext.Carried carried =
        application.callContext().carry(call.function().name(), route.name(), callId());
    Result result = await(deadline, carried);
    carried.ended(result);
    application.logFailure(call.function(), route, result);
    try {
      RouteArguments given = RouteArguments.resumed(message, result, route.name());
      carried.run(() -> route.run(application.context(), given, application.handOver()));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("route \"" + route.name() + "\" failed", e);
    }
  }

  private String callId() {
    return message == null ? "none" : message.getCallId();
  }

  private Result await(Duration deadline, CallContext.Carried carried) {
    CompletableFuture<Result> ended = new CompletableFuture<>();
    Operation operation =
        application
            .engine()
            .start(
                new OperationRequest(
                    OperationKind.WAITING,
                    message == null ? null : message.getMethod(),
                    application.context().name(),
                    callId(),
                    route.name(),
                    call.function(),
                    deadline,
                    application.pool(carried),
                    ended::complete));
    try {
      return ended.get(deadline.toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      operation.cancel();
      return Result.failed(ReturnCodes.ERROR, e);
    } catch (TimeoutException | ExecutionException e) {
      operation.cancel();
      return Result.failed(ReturnCodes.DEADLINE, e);
    }
  }
}
