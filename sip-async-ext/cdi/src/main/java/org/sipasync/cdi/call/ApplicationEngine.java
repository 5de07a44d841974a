package org.sipasync.cdi.call;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import org.sipasync.Problem;
import org.sipasync.cdi.engine.EngineHost;
import org.sipasync.cdi.route.Route;
import org.sipasync.cdi.route.Routes;
import org.sipasync.core.Engine;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.spi.ContextScope;
import org.sipasync.spi.SipApplicationContext;
import org.sipasync.support.Failures;
import org.sipasync.support.LimitedLog;

/** An application's view of the engine. Thread-safe. */
final class ApplicationEngine {
  private static final Logger LOG = System.getLogger("org.sipasync");

  private final SipApplicationContext context;
  private final Routes routes;
  private final EngineHost host;
  private final CallContext callContext;
  private final Route.HandOver handOver;
  private final LimitedLog failures = new LimitedLog(LOG);

  /**
   * Creates an application's view of the engine.
   *
   * @param handOver suspends for functions returned by its routes
   */
  ApplicationEngine(
      SipApplicationContext context,
      Routes routes,
      EngineHost host,
      CallContext callContext,
      Route.HandOver handOver) {
    this.context = context;
    this.routes = routes;
    this.host = host;
    this.callContext = callContext;
    this.handOver = handOver;
  }

  SipApplicationContext context() {
    return context;
  }

  Routes routes() {
    return routes;
  }

  Engine engine() {
    return host.engine();
  }

  /** Returns the context of the application's code. */
  CallContext callContext() {
    return callContext;
  }

  Route.HandOver handOver() {
    return handOver;
  }

  /**
   * Returns an executor for an operation's blocking work, in the context that the operation
   * carries.
   */
  Executor pool(CallContext.Carried carried) {
    return task ->
        host.pool()
            .execute(
                context.contextual(
                    () -> {
                      try (ContextScope scope = carried.work()) {
                        task.run();
                      }
                    }));
  }

  /** Logs the cause of a failed operation, since its route may ignore it. */
  void logFailure(AsyncFunction function, Route route, Result result) {
    if (result.cause() != null
        && (result.returnCode() == ReturnCodes.ERROR
            || result.returnCode() == ReturnCodes.CONNECT_TIMEOUT)) {
      failures.log(
          Level.WARNING,
          function.name() + " " + route.name() + " " + result.cause().getClass().getName(),
          Problem.OPERATION_FAILED.message(
              function.name(),
              result.returnCode(),
              route.name(),
              context.name(),
              Failures.rootOf(result.cause())));
    }
  }
}
