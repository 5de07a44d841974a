package org.sipasync.cdi.call;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.Problem;
import org.sipasync.admin.OperationKind;
import org.sipasync.cdi.route.Route;
import org.sipasync.cdi.route.RouteArguments;
import org.sipasync.core.Operation;
import org.sipasync.core.OperationRequest;
import org.sipasync.core.Resumption;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;

/**
 * Launches of one application (rules L1 to L7).
 *
 * <p>Each is reported exactly once: at its operation's end, or because it could not start.
 * Unreported launches are counted, so that a stop can wait for them.
 */
final class Launches {
  private static final Logger LOG = System.getLogger("org.sipasync");

  /** Time that a stop waits for the reports of launches it ended. */
  private static final Duration TIME_TO_REPORT = Duration.ofSeconds(1);

  private final ApplicationEngine application;
  private final Set<RunningLaunch> running = ConcurrentHashMap.newKeySet();
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private int untold;
  private boolean stopping;

  Launches(ApplicationEngine application) {
    this.application = application;
  }

  /**
   * Starts a launch; its report route runs in any case.
   *
   * @param report its report route; null for none
   */
  void start(AsyncFunction function, Duration deadline, Object parameter, Route report) {
    String callId =
        application.context().current().map(SipServletMessage::getCallId).orElse("none");
    String route = report == null ? "none" : report.name();
    CallContext.Carried carried = application.callContext().carry(function.name(), route, callId);
    RunningLaunch launch = new RunningLaunch(function, parameter, report, carried);
    if (!begin(launch)) {
      launch.resume(Result.failed(ReturnCodes.SHUTDOWN, stopping()));
      return;
    }
    try {
      launch.started(
          application
              .engine()
              .start(
                  new OperationRequest(
                      OperationKind.LAUNCH,
                      null,
                      name(),
                      callId,
                      route,
                      function,
                      deadline,
                      application.pool(carried),
                      launch)));
    } catch (RuntimeException e) {
      launch.resume(Result.failed(ReturnCodes.ERROR, e));
    }
  }

  private String name() {
    return application.context().name();
  }

  private Throwable stopping() {
    return new CancellationException("application " + name() + " is stopping");
  }

  private synchronized boolean begin(RunningLaunch launch) {
    untold++;
    if (!stopping) {
      running.add(launch);
    }
    return !stopping;
  }

  /** One launch, from its start to its report. */
  private final class RunningLaunch implements Resumption {
    private final AsyncFunction function;
    private final Object parameter;
    private final Route report;
    private final CallContext.Carried carried;
    private volatile Operation operation;
    private volatile boolean endedByStop;

    RunningLaunch(
        AsyncFunction function, Object parameter, Route report, CallContext.Carried carried) {
      this.function = function;
      this.parameter = parameter;
      this.report = report;
      this.carried = carried;
    }

    void started(Operation begun) {
      operation = begun;
      if (endedByStop) { // before the operation existed
        begun.end(ReturnCodes.SHUTDOWN, stopping());
      }
    }

    void stop() {
      endedByStop = true;
      Operation begun = operation;
      if (begun != null) {
        begun.end(ReturnCodes.SHUTDOWN, stopping());
      }
    }

    /** Enqueues the report; runs on the thread that ended the operation. */
    @Override
    public void resume(Result result) {
      running.remove(this);
      carried.ended(result);
      if (report != null) {
        application.logFailure(function, report, result);
        application.context().execute(report.name(), () -> report(result));
        return;
      }
      if (!result.isOk() && failed.add(function.name())) {
        LOG.log(
            Level.WARNING,
            Problem.LAUNCH_FAILED.message(function.name(), result.returnCode(), result.cause()));
      }
      told();
    }

    private void report(Result result) {
      Operation ended = operation;
      if (ended != null) { // otherwise it ended before its start returned
        ended.resumed();
      }
      RouteArguments given = RouteArguments.report(result, parameter, report.name());
      try {
        carried.run(() -> report.run(application.context(), given, application.handOver()));
      } catch (Exception e) {
        LOG.log(Level.ERROR, Problem.REPORT_FAILED.message(report.name(), e), e);
      } finally {
        told();
      }
    }
  }

  private synchronized void told() {
    untold--;
    notifyAll();
  }

  /** Ends launches still running after the grace period with -5 (rule L7). Blocks. */
  void stop(Duration grace) {
    synchronized (this) {
      stopping = true;
    }
    if (awaitAllTold(grace)) {
      return;
    }
    running.forEach(RunningLaunch::stop);
    if (!awaitAllTold(TIME_TO_REPORT)) {
      LOG.log(
          Level.WARNING,
          "Application {0} stops while reports of launches are still running",
          name());
    }
  }

  private synchronized boolean awaitAllTold(Duration max) {
    long end = System.nanoTime() + max.toNanos();
    try {
      for (long left = max.toNanos(); untold > 0 && left > 0; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return untold == 0;
  }
}
