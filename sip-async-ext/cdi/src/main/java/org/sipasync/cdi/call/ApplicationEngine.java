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

/** The engine as one application's calls use it. Thread-safe. */
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
   * @param handOver suspends for what its routes return
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

  /** What is around the application's code. */
  CallContext callContext() {
    return callContext;
  }

  Route.HandOver handOver() {
    return handOver;
  }

  /** Runs blocking work of an operation, with what the operation has taken along around it. */
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

  /** Logs why an operation failed: the route is told only that it did. */
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
