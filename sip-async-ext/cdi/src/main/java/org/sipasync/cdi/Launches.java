package org.sipasync.cdi;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.Problem;
import org.sipasync.core.OperationRequest;
import org.sipasync.core.Suspension;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;

/**
 * The launches of one application (rules L1 to L7).
 *
 * <p>Each is told of exactly once: by its operation's one end, or because it could not start. What
 * is not told of yet is counted, so that a stop can wait for it.
 */
final class Launches {
  /** How long a stop waits for the reports of what it has ended. */
  private static final Duration TIME_TO_REPORT = Duration.ofSeconds(1);

  private final Application application;
  private final Set<Suspension> running = ConcurrentHashMap.newKeySet();
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private int untold;
  private boolean stopping;

  Launches(Application application) {
    this.application = application;
  }

  /**
   * Starts a launch; whatever hinders it, its report route runs.
   *
   * @param report told of the end; null for none
   */
  void start(AsyncFunction function, Duration deadline, Object parameter, Route report) {
    if (!begin()) {
      Throwable why = new CancellationException("application " + name() + " is stopping");
      ended(function, Result.failed(ReturnCodes.SHUTDOWN, why), parameter, report);
      return;
    }
    OperationRequest request =
        new OperationRequest(
            name(),
            application.context().current().map(SipServletMessage::getCallId).orElse("none"),
            report == null ? "none" : report.name(),
            function,
            deadline,
            application.pool(),
            result -> ended(function, result, parameter, report));
    try {
      track(application.engine().start(request));
    } catch (RuntimeException e) {
      ended(function, Result.failed(ReturnCodes.ERROR, e), parameter, report);
    }
  }

  private String name() {
    return application.context().name();
  }

  private synchronized boolean begin() {
    untold++;
    return !stopping;
  }

  private void track(Suspension launch) {
    running.add(launch);
    if (!launch.isPending()) {
      running.remove(launch);
    }
  }

  /** Runs on whatever thread ended the operation: only puts the report into its queue. */
  private void ended(AsyncFunction function, Result result, Object parameter, Route report) {
    running.removeIf(launch -> !launch.isPending());
    if (report != null) {
      application.context().execute(report.name(), () -> report(report, result, parameter));
      return;
    }
    if (!result.isOk() && failed.add(function.name())) {
      EngineHost.LOG.log(
          Level.WARNING,
          Problem.LAUNCH_FAILED.message(function.name(), result.returnCode(), result.cause()));
    }
    told();
  }

  private void report(Route report, Result result, Object parameter) {
    try {
      report.run(application.context(), Given.report(result, parameter, report.name()));
    } catch (Exception e) {
      EngineHost.LOG.log(Level.ERROR, Problem.REPORT_FAILED.message(report.name(), e), e);
    } finally {
      told();
    }
  }

  private synchronized void told() {
    untold--;
    notifyAll();
  }

  /** Ends what the grace period does not end by itself with -5 (rule L7). Waits. */
  void stop(Duration grace) {
    synchronized (this) {
      stopping = true;
    }
    if (awaitAllTold(grace)) {
      return;
    }
    Throwable why = new CancellationException("application " + name() + " is stopping");
    running.forEach(launch -> launch.end(ReturnCodes.SHUTDOWN, why));
    if (!awaitAllTold(TIME_TO_REPORT)) {
      EngineHost.LOG.log(
          Level.WARNING, "Application {0} stops while reports of launches are under way", name());
    }
  }

  private synchronized boolean awaitAllTold(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    try {
      for (long left = most.toNanos(); untold > 0 && left > 0; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return untold == 0;
  }
}
