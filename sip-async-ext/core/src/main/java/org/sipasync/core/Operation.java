package org.sipasync.core;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.sipasync.admin.Filter;
import org.sipasync.admin.InFlight;
import org.sipasync.admin.OperationKind;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Delay;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TimerQueue;

/**
 * An operation in flight and its resumption.
 *
 * <pre>
 *               ┌──── completed: done, failed ────┐
 *               │──── timed out ──────────────────│
 *   PENDING ────┤──── ended by its owner ─────────├────▶ ENDED
 *               │──── shed ───────────────────────│
 *               └──── cancelled (never resumed) ──┘
 * </pre>
 *
 * <p>All of them race for this one transition, a compare-and-set. The first wins, the others are
 * only counted (rule A3). The winner calls the resumption on its own thread and makes the event
 * loop stop the running function.
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
  private final Owner owner;

  /** Null unless the function is a {@link Delay}, whose code does not run on the loop. */
  private final Started.OnTimer delay;

  /** The state: PENDING while it holds the request, ENDED when it holds null. */
  private final AtomicReference<OperationRequest> pending;

  /** The running function; confined to the loop thread. */
  private ActiveOperation active;

  private OperationScope scope;
  private TimerQueue.Timer deadlineTimer;

  /** Written before the resumption is called. */
  private volatile long endedNanos;

  /** Starts an operation's parts, and releases the operation at its end. Thread-safe. */
  interface Owner {
    /**
     * Starts a part of an operation.
     *
     * @throws RejectedExecutionException if the engine is closed
     */
    Operation startPart(OperationRequest part, Operation whole);

    /**
     * Releases an operation that has ended; called once, before its resumption, on the thread that
     * ended it. Must not block.
     *
     * @param result null if it was cancelled
     * @param nanos its duration
     */
    void ended(Operation operation, Result result, long nanos);

    /** Takes in that the route of an operation starts; called at most once, on any thread. */
    void resumed(Operation operation);
  }

  /**
   * Creates an operation that has not started.
   *
   * @param whole its whole, or null
   */
  Operation(
      long id,
      EventLoop loop,
      OperationCounters counters,
      Operation whole,
      OperationRequest request,
      Owner owner) {
    this.id = id;
    this.loop = loop;
    this.counters = counters;
    this.whole = whole;
    this.owner = owner;
    this.kind = request.kind();
    this.method = request.method();
    this.function = request.function().name();
    this.isMeantToWait = request.function().isMeantToWait();
    this.startedNanos = loop.now();
    this.deadline = request.deadline();
    this.application = request.application();
    this.label = request.label();
    this.route = request.route();
    this.delay =
        request.function() instanceof Delay wait
            ? new Started.OnTimer(wait.duration(), Result.ok())
            : null;
    this.pending = new AtomicReference<>(request);
  }

  /** Starts the operation; called on the loop thread. */
  void start() {
    OperationRequest request = pending.get();
    if (request == null) {
      return;
    }
    deadlineTimer = loop.timerAfter(startedNanos, deadline, this::timeOut);
    ForFunction forFunction = new ForFunction();
    scope = new OperationScope(request, forFunction);
    ActiveOperation begun =
        delay != null
            ? new ActiveOperation.OnTimer(forFunction, delay, loop)
            : ActiveOperation.start(forFunction, request, scope, loop);
    if (isPending()) {
      active = begun;
    } else { // it ended during its start
      begun.abort();
      scope.abort();
      loop.cancel(deadlineTimer);
    }
  }

  /** Completes the operation with its own result. Thread-safe. */
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

  /** Receives the outcome from the running function. */
  private final class ForFunction implements ActiveOperation.Completion, OperationScope.Whole {
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

    @Override
    public Runnable startPart(OperationRequest part) {
      return owner.startPart(part, Operation.this)::cancel;
    }

    @Override
    public Duration remaining() {
      return Operation.this.remaining();
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

  /** Ends the operation because a limit is reached. */
  void shed(Throwable cause) {
    finish(Result.failed(ReturnCodes.SHED, cause), counters.shed);
  }

  /**
   * Ends the operation from outside: it is aborted, and the resumption receives the code.
   * Thread-safe.
   *
   * @param returnCode negative
   * @param cause the cause, or null
   * @return true if this call ended it, false if it had already ended
   */
  public boolean end(int returnCode, Throwable cause) {
    return finish(Result.failed(returnCode, cause), counters.cancelled);
  }

  /** Records that the operation's waiter starts to run; called once, on any thread. */
  public void resumed() {
    counters.resumeDelay.record(loop.now() - endedNanos);
    owner.resumed(this);
  }

  /**
   * Cancels the operation: it is aborted, and the resumption is never called (rule A8).
   * Thread-safe.
   *
   * @return true if this call ended it, false if it had already ended
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
    owner.ended(this, result, endedNanos - startedNanos);
    loop.execute(this::stop);
    if (result != null) {
      request.resumption().resume(result);
    }
    return true;
  }

  /** Stops function and parts; called on the loop thread. */
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

  /** Returns its number, unique in the engine. */
  public long id() {
    return id;
  }

  /** Returns the kind of its waiter. */
  public OperationKind kind() {
    return kind;
  }

  /** Returns the number of its whole; 0 if it is not a part. */
  public long partOf() {
    return whole == null ? 0 : whole.id;
  }

  /** Returns the method of the waiting message; null if there is none. */
  public String method() {
    return method;
  }

  /** Returns the application's name. */
  public String application() {
    return application;
  }

  /** Returns its label, such as a Call-ID. */
  public String label() {
    return label;
  }

  /** Returns the route's name. */
  public String route() {
    return route;
  }

  /** Returns true if the function waits on purpose. */
  boolean isMeantToWait() {
    return isMeantToWait;
  }

  /** Returns the function's name. */
  public String function() {
    return function;
  }

  /** Returns the time in flight. */
  public Duration age() {
    return Duration.ofNanos(loop.now() - startedNanos);
  }

  /** Returns the maximum total time. */
  public Duration deadline() {
    return deadline;
  }

  /** Returns the time left until the deadline; never negative. */
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

  /** Returns the outermost whole of this part; this operation if it is not a part. */
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
   * Returns the operators' view of it.
   *
   * @param loopNumber the number of its loop
   * @param describe true to include the function's parameters
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
        partOf(),
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

  /** Returns true until it has ended. */
  public boolean isPending() {
    return pending.get() != null;
  }

  @Override
  public String toString() {
    return "operation %d: %s of %s for route %s of %s"
        .formatted(id, function(), label, route, application);
  }
}
