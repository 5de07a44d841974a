package org.sipasync.core;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.sipasync.admin.Filter;
import org.sipasync.admin.InFlight;
import org.sipasync.admin.OperationStatistics;
import org.sipasync.admin.Statistics.Loop;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.LoopThread;

/**
 * Runs operations: starts them on its event loops, limits their number, and ends them at their
 * deadline. Knows nothing of SIP.
 *
 * <p>Thread-safe; only {@link #close} blocks.
 */
public final class Engine implements AutoCloseable {
  private final EngineSettings settings;
  private final List<EventLoop> loops;
  private final List<LoopThread> threads;

  private final OperationRegistry inFlight;
  private final CounterTable counters = new CounterTable();
  private final SlowOperations slow;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong nextId = new AtomicLong();
  private final Operation.Owner owner = new Owner();
  private volatile boolean closed;

  /** Null if nobody observes. */
  private volatile OperationObserver observer;

  /** Starts the event loops. */
  public Engine(EngineSettings settings) {
    this(settings, loops(settings.loops(), System::nanoTime), true);
  }

  /** Creates an engine for tests that drive the loops themselves. */
  Engine(EngineSettings settings, List<EventLoop> loops, boolean withThreads) {
    this.settings = settings;
    this.slow = new SlowOperations(settings.slow());
    this.loops = loops;
    this.inFlight = new OperationRegistry(loops::indexOf);
    this.threads =
        IntStream.range(0, withThreads ? loops.size() : 0)
            .mapToObj(i -> new LoopThread(loops.get(i), "sip-async-loop-" + i))
            .toList();
  }

  private static List<EventLoop> loops(int number, LongSupplier clock) {
    return IntStream.range(0, number).mapToObj(i -> new EventLoop(clock)).toList();
  }

  /**
   * Starts an operation. Its resumption is called later, never from within this method (rule A13).
   *
   * @param request the operation to start; not null
   * @return the operation in flight
   * @throws RejectedExecutionException if the engine is closed
   */
  public Operation start(OperationRequest request) {
    long id = nextId.incrementAndGet();
    return start(id, request, null, loop(id, request.function()));
  }

  /** Loop of an operation: its caller's for a brief one, which does not hold that up. */
  private EventLoop loop(long id, AsyncFunction function) {
    EventLoop callers = function.isBrief() ? EventLoop.current() : null;
    return callers != null ? callers : loops.get((int) (id % loops.size()));
  }

  private Operation start(long id, OperationRequest request, Operation whole, EventLoop loop) {
    if (closed) {
      throw new RejectedExecutionException("the engine is closed");
    }
    OperationCounters counted = counters.of(request);
    Operation operation = new Operation(id, loop, counted, whole, request, owner);
    inFlight.add(operation);
    counted.started.increment();
    OperationObserver told = observer;
    if (told != null) {
      told.started(operation);
    }
    int all = count.incrementAndGet();
    int ofFunction = counted.ofFunction.incrementAndGet();
    if (all > settings.maxInFlight()) {
      shed(operation, "operations", settings.maxInFlight());
    } else if (ofFunction > settings.maxInFlightPerFunction()) {
      shed(
          operation,
          "operations of function " + operation.function(),
          settings.maxInFlightPerFunction());
    } else {
      loop.execute(operation::start);
    }
    if (closed) { // meanwhile: close may have missed it
      operation.end(ReturnCodes.SHUTDOWN, null);
    }
    return operation;
  }

  private void shed(Operation operation, String what, int bound) {
    operation
        .loop()
        .execute(
            () ->
                operation.shed(
                    new RejectedExecutionException(
                        "limit of " + bound + " in-flight " + what + " reached")));
  }

  private final class Owner implements Operation.Owner {
    /** Starts a part on its whole's loop: if both reach their deadline, the whole ends first. */
    @Override
    public Operation startPart(OperationRequest part, Operation whole) {
      return start(nextId.incrementAndGet(), part, whole, whole.loop());
    }

    @Override
    public void ended(Operation operation, Result result, long nanos) {
      slow.ended(operation, nanos);
      inFlight.remove(operation);
      count.decrementAndGet();
      operation.counters().ofFunction.decrementAndGet();
      OperationObserver told = observer;
      if (told != null) {
        told.ended(operation, result, Duration.ofNanos(nanos));
      }
    }

    @Override
    public void resumed(Operation operation) {
      OperationObserver told = observer;
      if (told != null) {
        told.resumed(operation);
      }
    }
  }

  /**
   * Lets the steps of all operations be observed from now on.
   *
   * @param newObserver null to end that
   */
  public void observe(OperationObserver newObserver) {
    observer = newObserver;
  }

  /** Returns the number of operations in flight. */
  public int inFlight() {
    return count.get();
  }

  /** Returns the operations in flight, a weakly consistent view (rule V2). */
  public Collection<Operation> operations() {
    return inFlight.all();
  }

  /**
   * Lists operations in flight, oldest first (rule V2).
   *
   * @param filter selects operations
   * @param after returns operations with greater ids only
   * @param max maximum number of operations
   * @param describe true to include the functions' parameters
   */
  public List<InFlight> list(Filter filter, long after, int max, boolean describe) {
    return inFlight.list(filter, after, max, describe);
  }

  /** Returns one operation, if it is in flight. */
  public Optional<InFlight> find(long id, boolean describe) {
    return inFlight.find(id, describe);
  }

  /** Counts the operations in flight that match a filter. */
  public int count(Filter filter) {
    return inFlight.count(filter);
  }

  /**
   * Ends operations with {@link ReturnCodes#CANCELLED}; parts with their wholes.
   *
   * @return number of operations ended
   */
  public int cancel(Filter filter, Throwable why) {
    return inFlight.cancel(filter, why);
  }

  /** Ends an operation with {@link ReturnCodes#CANCELLED}; a part with its whole. */
  public boolean cancel(long id, Throwable why) {
    return inFlight.cancel(id, why);
  }

  /** Returns the outcomes of operations so far (rule V1). */
  public List<OperationStatistics> statistics() {
    return counters.all().map(OperationCounters::snapshot).toList();
  }

  /** Returns the number of operations shed so far; cheap, unlike {@link #statistics}. */
  public long shed() {
    return counters.all().mapToLong(counted -> counted.shed.sum()).sum();
  }

  /** Returns the counters so far, one per function, route, application and kind. */
  public List<OperationCounters> counters() {
    return counters.all().toList();
  }

  /** Returns the operations that have become slow since the last call. */
  public synchronized List<SlowOperation> slowOperations() {
    return slow.round(inFlight::after);
  }

  /** Returns the event loops, ordered by number. */
  public List<Loop> loopStatistics() {
    return loops.stream()
        .map(
            loop ->
                new Loop(
                    loops.indexOf(loop),
                    OperationCounters.timing(loop.lag()),
                    loop.sinceHeartbeat(),
                    loop.failedTasks()))
        .toList();
  }

  /** Starts a new period of the percentiles; to be called once a minute. */
  public void rotate() {
    counters.rotate();
    loops.forEach(loop -> loop.lag().rotate());
  }

  /** Removes the counters of an undeployed application. */
  public void forget(String application) {
    counters.forget(application);
  }

  /** Ends operations in flight with {@link ReturnCodes#SHUTDOWN} and stops the loops. */
  @Override
  public void close() {
    closed = true;
    inFlight.all().forEach(operation -> operation.end(ReturnCodes.SHUTDOWN, null));
    threads.forEach(LoopThread::close);
  }
}
