package org.sipasync.core;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.sipasync.admin.OperationKind;
import org.sipasync.admin.OperationStatistics;
import org.sipasync.admin.Timing;
import org.sipasync.loop.Histogram;

/** Counters of the operations of one application, function, route and kind (rule V1). */
public final class OperationCounters {
  final LongAdder started = new LongAdder();
  final LongAdder done = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder timedOut = new LongAdder();
  final LongAdder cancelled = new LongAdder();
  final LongAdder shed = new LongAdder();
  final LongAdder late = new LongAdder();
  final Histogram time = new Histogram();
  final Histogram resumeDelay = new Histogram();

  /** Operations of the function in flight, across applications (rule A12). */
  final AtomicInteger ofFunction;

  private final OperationKind kind;
  private final String application;
  private final String function;
  private final String route;

  OperationCounters(
      OperationKind kind,
      String application,
      String function,
      String route,
      AtomicInteger ofFunction) {
    this.kind = kind;
    this.application = application;
    this.function = function;
    this.route = route;
    this.ofFunction = ofFunction;
  }

  /** Returns the application's name. */
  public String application() {
    return application;
  }

  /** Returns the function's name. */
  public String function() {
    return function;
  }

  /** Returns the route's name. */
  public String route() {
    return route;
  }

  /** Returns the kind of waiter. */
  public OperationKind kind() {
    return kind;
  }

  void rotate() {
    time.rotate();
    resumeDelay.rotate();
  }

  /**
   * Returns the current counts and times. Ends are read before starts, so that never more
   * operations have ended than started.
   */
  public OperationStatistics snapshot() {
    long doneNow = done.sum();
    long failedNow = failed.sum();
    long timedOutNow = timedOut.sum();
    long cancelledNow = cancelled.sum();
    long shedNow = shed.sum();
    long startedNow = started.sum();
    return new OperationStatistics(
        application,
        function,
        route,
        kind,
        startedNow - doneNow - failedNow - timedOutNow - cancelledNow - shedNow,
        startedNow,
        doneNow,
        failedNow,
        timedOutNow,
        cancelledNow,
        shedNow,
        late.sum(),
        timing(time),
        timing(resumeDelay));
  }

  /** Converts a histogram's figures for administration. */
  static Timing timing(Histogram histogram) {
    Histogram.Summary figures = histogram.summary();
    return new Timing(
        figures.count(),
        figures.total(),
        figures.p50(),
        figures.p95(),
        figures.p99(),
        figures.max());
  }
}
