package org.sipasync.core;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.sipasync.admin.Filter;
import org.sipasync.admin.InFlight;
import org.sipasync.admin.Kind;
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
public final class Suspension {
  private static final int LONGEST_DESCRIPTION = 500;

  private final long id;
  private final Engine engine;
  private final EventLoop loop;
  private final Tally tally;
  private final Suspension whole;
  private final long startedNanos;
  private final Duration deadline;
  private final Kind kind;
  private final String method;
  private final String application;
  private final String label;
  private final String route;
  private final String function;
  private final boolean isMeantToWait;

  /** The state: PENDING while it holds the request, ENDED when it holds null. */
  private final AtomicReference<OperationRequest> pending;

  /** What is under way; belongs to the loop's thread. */
  private Running running;

  private Parts parts;
  private TimerQueue.Timer deadlineTimer;

  /** Written before the resumption is called. */
  private volatile long endedNanos;

  /**
   * @param whole what it is a part of, or null
   */
  Suspension(
      long id,
      Engine engine,
      EventLoop loop,
      Tally tally,
      Suspension whole,
      OperationRequest request) {
    this.id = id;
    this.engine = engine;
    this.loop = loop;
    this.tally = tally;
    this.whole = whole;
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
    parts = new Parts(engine, this, request);
    Running begun = Running.start(this, request, parts, loop);
    if (isPending()) {
      running = begun;
    } else { // it ended while it began
      begun.abort();
      parts.abort();
      loop.cancel(deadlineTimer);
    }
  }

  /** The operation has finished by itself; from any thread. */
  void complete(Result result) {
    Result checked = result != null ? result : noResult();
    finish(checked, checked.isOk() ? tally.done : tally.failed);
  }

  private Result noResult() {
    return Result.failed(
        ReturnCodes.ERROR,
        new NullPointerException(
            "function " + function() + " returned null instead of a Result or a Started"));
  }

  private void timeOut() {
    finish(
        Result.failed(
            ReturnCodes.DEADLINE,
            new TimeoutException(
                function() + " did not finish within " + deadline.toMillis() + " ms")),
        tally.timedOut);
  }

  /** The operation was refused because too many are in flight. */
  void shed(Throwable cause) {
    finish(Result.failed(ReturnCodes.SHED, cause), tally.shed);
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
    return finish(Result.failed(returnCode, cause), tally.cancelled);
  }

  /** What waited for the operation begins to run; from any thread, once. */
  public void resumed() {
    tally.resumeDelay.record(loop.now() - endedNanos);
  }

  /**
   * Cancels the operation: it is aborted, and the resumption is never called (rule A8). From any
   * thread.
   *
   * @return true if this call ended it, false if it had ended before
   */
  public boolean cancel() {
    return finish(null, tally.cancelled);
  }

  private boolean finish(Result result, LongAdder count) {
    OperationRequest request = pending.getAndSet(null);
    if (request == null) {
      tally.late.increment();
      return false;
    }
    endedNanos = loop.now();
    count.increment();
    tally.time.record(endedNanos - startedNanos);
    engine.ended(this, endedNanos - startedNanos);
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
    Running last = running;
    running = null;
    if (last != null) {
      last.abort();
      parts.abort();
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

  Tally tally() {
    return tally;
  }

  /** The operation that this is a part of, or a part of a part of; this one, if it is none. */
  public Suspension root() {
    Suspension root = this;
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
   * What operators see of it.
   *
   * @param describe whether they see the function's parameters
   */
  InFlight show(boolean describe) {
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
        engine.numberOf(loop),
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
    return text.length() > LONGEST_DESCRIPTION ? text.substring(0, LONGEST_DESCRIPTION) : text;
  }

  /** Whether it has not ended. */
  public boolean isPending() {
    return pending.get() != null;
  }

  @Override
  public String toString() {
    return "suspension %d: %s of %s for route %s of %s"
        .formatted(id, function(), label, route, application);
  }
}
