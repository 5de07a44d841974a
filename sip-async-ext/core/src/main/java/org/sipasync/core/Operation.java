package org.sipasync.core;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.sipasync.admin.Filter;
import org.sipasync.admin.InFlight;
import org.sipasync.admin.OperationKind;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TimerQueue;

/**
 * An operation in flight and what waits for it.
 *
 * <pre>
 *               ┌──── completed: done, failed ────┐
 *               │──── timed out ──────────────────│
 *   PENDING ────┤──── ended by its owner ─────────├────▶ ENDED
 *               │──── shed ───────────────────────│
 *               └──── cancelled (never resumed) ──┘
 * </pre>
 *
 * <p>All of them race for this one transition, a compare-and-set; the first wins, the others do
 * nothing but be counted (rule A3). The winner calls the resumption on its own thread and has the
 * event loop stop what is still under way.
 */
public final class Operation {
  private static final int MAX_DESCRIPTION = 500;

  private final long id;
  private final EventLoop loop;
  private final OperationCounters counters;
  private final Operation whole;
  private final long startedNanos;
  private final Duration deadline;
  private final OperationKind kind;
  private final String method;
  private final String application;
  private final String label;
  private final String route;
  private final String function;
  private final boolean isMeantToWait;
  private final OnEnd onEnd;
  private final BiFunction<OperationRequest, Operation, Operation> partStarter;

  /** The state: PENDING while it holds the request, ENDED when it holds null. */
  private final AtomicReference<OperationRequest> pending;

  /** What is under way; belongs to the loop's thread. */
  private ActiveOperation active;

  private OperationScope scope;
  private TimerQueue.Timer deadlineTimer;

  /** Written before the resumption is called. */
  private volatile long endedNanos;

  /** Lets go of an operation that has ended; called once, before its resumption. */
  @FunctionalInterface
  interface OnEnd {
    /**
     * Runs on whatever thread ended it; must not block.
     *
     * @param nanos how long it took
     */
    void ended(Operation operation, long nanos);
  }

  /**
   * Creates an operation that has not begun.
   *
   * @param whole what it is a part of, or null
   * @param partStarter starts a part of the operation that it gets
   */
  Operation(
      long id,
      EventLoop loop,
      OperationCounters counters,
      Operation whole,
      OperationRequest request,
      OnEnd onEnd,
      BiFunction<OperationRequest, Operation, Operation> partStarter) {
    this.id = id;
    this.loop = loop;
    this.counters = counters;
    this.whole = whole;
    this.onEnd = onEnd;
    this.partStarter = partStarter;
    this.kind = request.kind();
    this.method = request.method();
    this.function = request.function().name();
    this.isMeantToWait = request.function().isMeantToWait();
    this.startedNanos = loop.now();
    this.deadline = request.deadline();
    this.application = request.application();
    this.label = request.label();
    this.route = request.route();
    this.pending = new AtomicReference<>(request);
  }

  /** Begins the operation; on the loop's thread. */
  void start() {
    OperationRequest request = pending.get();
    if (request == null) {
      return;
    }
    deadlineTimer = loop.timerAfter(startedNanos, deadline, this::timeOut);
    scope =
        new OperationScope(
            request,
            part -> partStarter.apply(part, this)::cancel,
            this::remaining,
            this::isPending);
    ActiveOperation begun = ActiveOperation.start(new CompletedByFunction(), request, scope, loop);
    if (isPending()) {
      active = begun;
    } else { // it ended while it began
      begun.abort();
      scope.abort();
      loop.cancel(deadlineTimer);
    }
  }

  /** The operation has finished by itself; from any thread. */
  void complete(Result result) {
    Result checked = result != null ? result : noResult();
    finish(checked, checked.isOk() ? counters.done : counters.failed);
  }

  private Result noResult() {
    return Result.failed(
        ReturnCodes.ERROR,
        new NullPointerException(
            "function " + function() + " returned null instead of a Result or a Started"));
  }

  /** Receives the end from what is under way. */
  private final class CompletedByFunction implements ActiveOperation.Completion {
    @Override
    public void complete(Result result) {
      Operation.this.complete(result);
    }

    @Override
    public void shed(RejectedExecutionException full) {
      Operation.this.shed(full);
    }

    @Override
    public boolean isPending() {
      return Operation.this.isPending();
    }
  }

  private void timeOut() {
    finish(
        Result.failed(
            ReturnCodes.DEADLINE,
            new TimeoutException(
                function() + " did not finish within " + deadline.toMillis() + " ms")),
        counters.timedOut);
  }

  /** The operation was refused because too many are in flight. */
  void shed(Throwable cause) {
    finish(Result.failed(ReturnCodes.SHED, cause), counters.shed);
  }

  /**
   * Ends the operation from outside: it is aborted, and the resumption gets the code. From any
   * thread.
   *
   * @param returnCode below zero
   * @param cause why, or null
   * @return true if this call ended it, false if it had ended before
   */
  public boolean end(int returnCode, Throwable cause) {
    return finish(Result.failed(returnCode, cause), counters.cancelled);
  }

  /** What waited for the operation begins to run; from any thread, once. */
  public void resumed() {
    counters.resumeDelay.record(loop.now() - endedNanos);
  }

  /**
   * Cancels the operation: it is aborted, and the resumption is never called (rule A8). From any
   * thread.
   *
   * @return true if this call ended it, false if it had ended before
   */
  public boolean cancel() {
    return finish(null, counters.cancelled);
  }

  private boolean finish(Result result, LongAdder count) {
    OperationRequest request = pending.getAndSet(null);
    if (request == null) {
      counters.late.increment();
      return false;
    }
    endedNanos = loop.now();
    count.increment();
    counters.time.record(endedNanos - startedNanos);
    onEnd.ended(this, endedNanos - startedNanos);
    loop.execute(this::stop);
    if (result != null) {
      request.resumption().resume(result);
    }
    return true;
  }

  /** Lets go of all that is under way; on the loop's thread. */
  private void stop() {
    if (deadlineTimer != null) {
      loop.cancel(deadlineTimer);
      deadlineTimer = null;
    }
    ActiveOperation last = active;
    active = null;
    if (last != null) {
      last.abort();
      scope.abort();
    }
  }

  /** Its number, unique in the engine. */
  public long id() {
    return id;
  }

  /** Whose operation it is. */
  public String application() {
    return application;
  }

  /** What tells it from others, as a Call-ID does. */
  public String label() {
    return label;
  }

  /** Where it goes on. */
  public String route() {
    return route;
  }

  /** True if to wait is the function's purpose. */
  boolean isMeantToWait() {
    return isMeantToWait;
  }

  /** The function's name. */
  public String function() {
    return function;
  }

  /** How long it is in flight. */
  public Duration age() {
    return Duration.ofNanos(loop.now() - startedNanos);
  }

  /** How long it may take in all. */
  public Duration deadline() {
    return deadline;
  }

  /** Time left until the deadline; never negative. */
  Duration remaining() {
    Duration left = deadline.minus(age());
    return left.isNegative() ? Duration.ZERO : left;
  }

  EventLoop loop() {
    return loop;
  }

  OperationCounters counters() {
    return counters;
  }

  /** The operation that this is a part of, or a part of a part of; this one, if it is none. */
  public Operation root() {
    Operation root = this;
    while (root.whole != null) {
      root = root.whole;
    }
    return root;
  }

  boolean matches(Filter filter) {
    return (filter.function() == null || filter.function().equals(function))
        && (filter.route() == null || filter.route().equals(route))
        && (filter.application() == null || filter.application().equals(application));
  }

  /**
   * Returns what operators see of it.
   *
   * @param loopNumber the number of its loop
   * @param describe whether they see the function's parameters
   */
  InFlight show(int loopNumber, boolean describe) {
    return new InFlight(
        id,
        kind,
        application,
        label,
        route,
        function,
        method,
        age(),
        deadline,
        loopNumber,
        whole == null ? 0 : whole.id,
        isMeantToWait,
        describe ? description() : null);
  }

  private String description() {
    OperationRequest request = pending.get();
    AsyncFunction described = request == null ? null : request.function();
    String text;
    try {
      text = String.valueOf(described);
    } catch (RuntimeException e) { // of an application's toString
      text = e.toString();
    }
    return text.length() > MAX_DESCRIPTION ? text.substring(0, MAX_DESCRIPTION) : text;
  }

  /** Whether it has not ended. */
  public boolean isPending() {
    return pending.get() != null;
  }

  @Override
  public String toString() {
    return "operation %d: %s of %s for route %s of %s"
        .formatted(id, function(), label, route, application);
  }
}
