package org.sipasync.cdi;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.Problem;
import org.sipasync.core.Engine;
import org.sipasync.core.OperationRequest;
import org.sipasync.core.Suspension;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.spi.SipApplicationContext;
import org.sipasync.spi.SipContainer;
import org.sipasync.spi.SuspendedMessage;

/** One deployed application: where its calls are suspended and resumed. */
final class Application {
  private static final Map<SipApplicationContext, Application> DEPLOYED = new ConcurrentHashMap<>();
  private static final SipContainer CONTAINER = SipContainer.find().orElse(null);

  private final SipApplicationContext context;
  private final Routes routes;
  private final Engine engine;
  private final Deadlines deadlines;
  private final Executor pool;

  Application(SipApplicationContext context, Routes routes, EngineHost host) {
    this.context = context;
    this.routes = routes;
    this.engine = host.engine();
    this.deadlines = host.deadlines();
    this.pool = task -> host.pool().execute(context.contextual(task));
    DEPLOYED.put(context, this);
  }

  /** The application that the calling thread runs code of. */
  static Application current() {
    if (CONTAINER == null) {
      throw Problem.NO_CONTAINER.exception();
    }
    return CONTAINER
        .application(Thread.currentThread().getContextClassLoader())
        .map(DEPLOYED::get)
        .orElseThrow(() -> Problem.NO_MESSAGE.exception("...", Thread.currentThread().getName()));
  }

  static Application remove(SipApplicationContext context) {
    return DEPLOYED.remove(context);
  }

  Routes routes() {
    return routes;
  }

  /** Suspends the message at hand (rule A1). */
  void suspend(AsyncFunction function, Duration wanted, String routeName) {
    SipServletMessage message =
        context
            .current()
            .orElseThrow(
                () ->
                    Problem.NO_MESSAGE.exception(
                        function.name(), Thread.currentThread().getName()));
    Route route = routes.find(context.name(), routeName);
    Duration deadline = deadlines.of(message, wanted);
    SuspendedCall call = new SuspendedCall(context, message, route);
    call.start(engine, function, deadline, pool);
  }

  /** One suspended message and the operation that it waits for. */
  private static final class SuspendedCall {
    private final SipApplicationContext context;
    private final Route route;
    private final SuspendedMessage message;
    private volatile Suspension suspension;

    SuspendedCall(SipApplicationContext context, SipServletMessage message, Route route) {
      this.context = context;
      this.route = route;
      this.message = context.suspend(message, route.name(), this::abandon);
    }

    void start(Engine engine, AsyncFunction function, Duration deadline, Executor pool) {
      try {
        suspension =
            engine.start(
                new OperationRequest(
                    context.name(),
                    message.message().getCallId(),
                    route.name(),
                    function,
                    deadline,
                    pool,
                    this::operationEnded));
      } catch (RuntimeException | Error e) {
        message.release();
        throw e;
      }
    }

    /** Runs on an event loop: only puts the resume route into the session's turn. */
    private void operationEnded(Result result) {
      SipServletMessage suspended = message.message();
      context.execute(suspended.getApplicationSession(false), suspended, () -> resume(result));
    }

    private void resume(Result result) throws Exception {
      if (message.release()) {
        route.run(context, new Resumed(message.message(), result));
      }
    }

    /** The container answers the message itself. */
    private void abandon() {
      suspension.cancel();
    }
  }
}
