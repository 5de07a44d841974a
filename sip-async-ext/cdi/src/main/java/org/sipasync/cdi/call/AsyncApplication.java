package org.sipasync.cdi.call;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;
import org.sipasync.admin.OperationKind;
import org.sipasync.cdi.engine.EngineHost;
import org.sipasync.cdi.route.BlockingMethod;
import org.sipasync.cdi.route.Route;
import org.sipasync.cdi.route.RouteArguments;
import org.sipasync.cdi.route.Routes;
import org.sipasync.core.Engine;
import org.sipasync.core.Operation;
import org.sipasync.core.OperationRequest;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Circuits;
import org.sipasync.function.Delay;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.spi.SipApplicationContext;

/** One deployed application, which suspends and resumes its calls. */
public final class AsyncApplication {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final Map<SipApplicationContext, AsyncApplication> DEPLOYED =
      new ConcurrentHashMap<>();

  private final SipApplicationContext context;
  private final Routes routes;
  private final EngineHost host;
  private final ApplicationEngine own;
  private final Launches launches;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /** Opens the engine for an application; called in its context. */
  public AsyncApplication(SipApplicationContext context, Routes routes, EngineHost host) {
    this(
        context,
        routes,
        host,
        new CallContext(
            context.name(),
            OpenTelemetryTracing.of(context.name()),
            Mdc.of(context.classLoader())));
  }

  AsyncApplication(
      SipApplicationContext context, Routes routes, EngineHost host, CallContext callContext) {
    this.context = context;
    this.routes = routes;
    this.host = host;
    this.own = new ApplicationEngine(context, routes, host, callContext, AsyncApplication::suspend);
    this.launches = new Launches(own);
    DEPLOYED.put(context, this);
  }

  /**
   * Returns the application of the calling thread.
   *
   * @param what the thread's intention, for the error message
   */
  public static AsyncApplication current(String what) {
    return current().orElseThrow(() -> none(what));
  }

  private static Optional<AsyncApplication> current() {
    return EngineHost.container()
        .orElseThrow(() -> Problem.NO_CONTAINER.exception())
        .application(Thread.currentThread().getContextClassLoader())
        .map(DEPLOYED::get);
  }

  private static SipAsyncException none(String what) {
    return Problem.NO_APPLICATION.exception(what, Thread.currentThread().getName());
  }

  /**
   * Returns the application of the calling thread or, on a thread of none, that of a session.
   *
   * @param what the thread's intention, for the error message
   */
  static AsyncApplication currentOr(SipApplicationSession session, String what) {
    return current().or(() -> find(session.getApplicationName())).orElseThrow(() -> none(what));
  }

  /** Returns a deployed application by name. */
  public static AsyncApplication named(String name) {
    return find(name).orElseThrow(() -> new IllegalStateException("unknown application: " + name));
  }

  private static Optional<AsyncApplication> find(String name) {
    return DEPLOYED.values().stream()
        .filter(application -> application.context.name().equals(name))
        .findFirst();
  }

  /** Returns the name of the application of a class loader; "none" without one. */
  public static String nameOf(ClassLoader loader) {
    return EngineHost.container()
        .flatMap(container -> container.application(loader))
        .map(SipApplicationContext::name)
        .orElse("none");
  }

  private static SipAsyncException noMessage(AsyncFunction function) {
    return Problem.NO_MESSAGE.exception(function.name(), Thread.currentThread().getName());
  }

  /**
   * Ends operations in flight: launches after a grace period (rule L7), suspensions immediately.
   * Waits for the launches.
   */
  public void stop() {
    launches.stop(host.settings().grace());
    DEPLOYED.remove(context);
    engine().operations().stream()
        .filter(suspension -> suspension.application().equals(name()))
        .forEach(Operation::cancel);
    engine().forget(name());
    Circuits.hide(context.classLoader());
  }

  /** Returns the application's name. */
  public String name() {
    return context.name();
  }

  SipApplicationContext context() {
    return context;
  }

  public Routes routes() {
    return routes;
  }

  public Engine engine() {
    return host.engine();
  }

  /** Returns the context of the application's code. */
  public CallContext callContext() {
    return own.callContext();
  }

  /** Returns a function of this application by name. */
  public BlockingMethod function(String name) {
    return routes.function(context.name(), name);
  }

  /**
   * Suspends the current message for the function returned by an {@code @Async} method.
   *
   * @param deadline null for the function's own, or the default
   */
  public static void suspend(AsyncFunction function, Duration deadline, String route) {
    current("async.call(" + function.name() + ")")
        .handOver(new CallDescription(function, route, deadline, null, null));
  }

  /**
   * Starts a function in parallel (rule L1).
   *
   * @param report name of the report route, or null
   */
  void launch(AsyncFunction function, Duration deadline, Object parameter, String report) {
    Route route = report == null ? null : routes.report(context.name(), report);
    OpenCalls.launchStarted(function.name());
    launches.start(
        function, host.settings().deadlines().ofLaunch(deadline, function), parameter, route);
  }

  /** Starts a function that the container needs for a message, which it holds back itself. */
  public void start(SipServletMessage message, AsyncFunction function, Consumer<Result> onEnd) {
    Duration deadline =
        host.settings().deadlines().of(message, null, function, context.remainingLife(message));
    CallContext.Carried carried =
        own.callContext().carry(function.name(), "none", message.getCallId());
    engine()
        .start(
            new OperationRequest(
                OperationKind.SUSPENDED,
                message.getMethod(),
                name(),
                message.getCallId(),
                "none",
                function,
                deadline,
                own.pool(carried),
                result -> {
                  carried.ended(result);
                  onEnd.accept(result);
                }));
  }

  /**
   * Goes on with a message of a node that is gone: suspends it again or, without a function or
   * time, runs its route with {@link ReturnCodes#NODE_LOST}.
   *
   * @param function null for none
   */
  public void takeOver(
      SipServletMessage message, String name, AsyncFunction function, Duration remaining)
      throws Exception {
    Route route = routes.resume(context.name(), name);
    if (function instanceof Delay delay) {
      Delay rest = new RestOfDelay(delay.name(), remaining);
      suspend(new CallDescription(rest, name, null, null, null), route, message);
      return;
    }
    if (function != null && !remaining.isZero()) {
      suspend(new CallDescription(function, name, remaining, null, null), route, message);
      return;
    }
    Result lost = Result.failed(ReturnCodes.NODE_LOST, null);
    route.run(context, RouteArguments.resumed(message, lost, name), own.handOver());
  }

  /**
   * Submits a call: suspends its message (rule A1) or, if nothing can be suspended, blocks (rule
   * A10).
   */
  void handOver(CallDescription call) {
    Route route = routes.resume(context.name(), call.route());
    Optional<SipServletMessage> message =
        call.request() != null ? Optional.of(call.request()) : context.current();
    if (message.filter(AsyncApplication::hasTransaction).isPresent()) {
      suspend(call, route, message.get());
    } else {
      String handler = context.currentHandler().orElseThrow(() -> noMessage(call.function()));
      waitFor(call, route, message.orElse(null), handler);
    }
  }

  private static boolean hasTransaction(SipServletMessage message) {
    return !(message instanceof SipServletRequest)
        || !message.getMethod().equals("ACK") && !message.getMethod().equals("CANCEL");
  }

  private void suspend(CallDescription call, Route route, SipServletMessage message) {
    Duration deadline =
        host.settings()
            .deadlines()
            .of(message, call.deadline(), call.function(), context.remainingLife(message));
    SuspendedState state = SuspendedState.of(message, route.name(), call.function(), deadline);
    new SuspendedCall(own, call, route, message, state).start(deadline);
  }

  private void waitFor(
      CallDescription call, Route route, SipServletMessage message, String handler) {
    if (host.settings().refusesToWait()) {
      throw Problem.NO_TRANSACTION.exception(call.function().name(), handler);
    }
    if (warned.add(handler)) {
      LOG.log(Level.WARNING, Problem.WAITED.message(handler, call.function().name()));
    }
    Duration deadline =
        host.settings().deadlines().of(message, call.deadline(), call.function(), null);
    new WaitingCall(own, call, route, message).run(deadline);
  }
}
