package org.sipasync.core;

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
import org.sipasync.function.ReturnCodes;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.LoopThread;

/**
 * Keeps operations in flight: starts them on its event loops, bounds them, and ends them at their
 * deadline. Knows nothing of SIP.
 *
 * <p>Safe for use by many threads; no method blocks but {@link #close}.
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
  private volatile boolean closed;

  /** Starts the event loops. */
  public Engine(EngineSettings settings) {
    this(settings, loops(settings.loops(), System::nanoTime), true);
  }

  /** For tests that drive the loops themselves. */
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
   * @param request what to do; not null
   * @return the operation in flight
   * @throws RejectedExecutionException if the engine is closed
   */
  public Operation start(OperationRequest request) {
    long id = nextId.incrementAndGet();
    return start(id, request, null, loops.get((int) (id % loops.size())));
  }

  /** Starts a part on its whole's loop: at the deadline of both, the whole ends first. */
  private Operation startPart(OperationRequest request, Operation whole) {
    return start(nextId.incrementAndGet(), request, whole, whole.loop());
  }

  private Operation start(long id, OperationRequest request, Operation whole, EventLoop loop) {
    if (closed) {
      throw new RejectedExecutionException("the engine is closed");
    }
    OperationCounters counted = counters.of(request);
    Operation operation =
        new Operation(id, loop, counted, whole, request, this::ended, this::startPart);
    inFlight.add(operation);
    counted.started.increment();
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
    if (closed) { // while it was entered: close may not have seen it
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

  private void ended(Operation operation, long nanos) {
    slow.ended(operation, nanos);
    inFlight.remove(operation);
    count.decrementAndGet();
    operation.counters().ofFunction.decrementAndGet();
  }

  /** How many operations are in flight. */
  public int inFlight() {
    return count.get();
  }

  /** What is in flight, as it is or was a moment ago (rule V2). */
  public Collection<Operation> operations() {
    return inFlight.all();
  }

  /**
   * Operations in flight, the oldest first (rule V2).
   *
   * @param filter which
   * @param after those with a greater id only
   * @param max how many at most
   * @param describe whether to show the functions' parameters
   */
  public List<InFlight> list(Filter filter, long after, int max, boolean describe) {
    return inFlight.list(filter, after, max, describe);
  }

  /** One operation, if it is in flight. */
  public Optional<InFlight> find(long id, boolean describe) {
    return inFlight.find(id, describe);
  }

  /** How many operations in flight a filter lets through. */
  public int count(Filter filter) {
    return inFlight.count(filter);
  }

  /**
   * Ends operations with {@link ReturnCodes#CANCELLED}; parts with their wholes.
   *
   * @return how many were ended
   */
  public int cancel(Filter filter, Throwable why) {
    return inFlight.cancel(filter, why);
  }

  /** Ends an operation with {@link ReturnCodes#CANCELLED}; a part with its whole. */
  public boolean cancel(long id, Throwable why) {
    return inFlight.cancel(id, why);
  }

  /** What became of the operations so far (rule V1). */
  public List<OperationStatistics> statistics() {
    return counters.all().map(OperationCounters::snapshot).toList();
  }

  /** Operations shed so far; cheap, unlike {@link #statistics}. */
  public long shed() {
    return counters.all().mapToLong(counted -> counted.shed.sum()).sum();
  }

  /** Returns the counters so far, one for each function, route, application and kind. */
  public List<OperationCounters> counters() {
    return counters.all().toList();
  }

  /** What has become slow since this was last called; by one thread at a time. */
  public synchronized List<SlowOperation> slowOperations() {
    return slow.round(inFlight::after);
  }

  /** The event loops, by their numbers. */
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

  /** To be called once a minute: percentiles are those of the last two. */
  public void rotate() {
    counters.rotate();
    loops.forEach(loop -> loop.lag().rotate());
  }

  /** An application is gone, and what was counted for it. */
  public void forget(String application) {
    counters.forget(application);
  }

  /** Ends what is in flight with {@link ReturnCodes#SHUTDOWN} and stops the loops. */
  @Override
  public void close() {
    closed = true;
    inFlight.all().forEach(operation -> operation.end(ReturnCodes.SHUTDOWN, null));
    threads.forEach(LoopThread::close);
  }
}
