package org.sipasync.core;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.sipasync.function.ReturnCodes;

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
  private final Map<Long, Suspension> inFlight = new ConcurrentHashMap<>();
  private final Map<String, Counters> counters = new ConcurrentHashMap<>();
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
    this.loops = loops;
    this.threads =
        IntStream.range(0, withThreads ? loops.size() : 0)
            .mapToObj(i -> new LoopThread(loops.get(i), i))
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
  public Suspension start(OperationRequest request) {
    long id = nextId.incrementAndGet();
    return start(id, request, loops.get((int) (id % loops.size())));
  }

  /** Starts a part on its whole's loop: at the deadline of both, the whole ends first. */
  Suspension start(OperationRequest request, EventLoop loop) {
    return start(nextId.incrementAndGet(), request, loop);
  }

  private Suspension start(long id, OperationRequest request, EventLoop loop) {
    if (closed) {
      throw new RejectedExecutionException("the engine is closed");
    }
    Counters function = counters.computeIfAbsent(request.function().name(), Counters::new);
    Suspension suspension = new Suspension(id, this, loop, function, request);
    inFlight.put(id, suspension);
    function.started.increment();
    int all = count.incrementAndGet();
    int ofFunction = function.inFlight.incrementAndGet();
    if (all > settings.maxInFlight()) {
      shed(suspension, "operations", settings.maxInFlight());
    } else if (ofFunction > settings.maxInFlightPerFunction()) {
      shed(
          suspension,
          "operations of function " + function.function(),
          settings.maxInFlightPerFunction());
    } else {
      loop.execute(suspension::start);
    }
    if (closed) { // while it was entered: close may not have seen it
      suspension.end(ReturnCodes.SHUTDOWN, null);
    }
    return suspension;
  }

  private void shed(Suspension suspension, String what, int bound) {
    suspension
        .loop()
        .execute(
            () ->
                suspension.shed(
                    new RejectedExecutionException(
                        bound + " " + what + " are in flight, the most there may be")));
  }

  /** Called by a suspension when it has ended. */
  void ended(Suspension suspension) {
    inFlight.remove(suspension.id());
    count.decrementAndGet();
    counters.get(suspension.function()).inFlight.decrementAndGet();
  }

  /** How many operations are in flight. */
  public int inFlight() {
    return count.get();
  }

  /** What is in flight, as it is or was a moment ago (rule V2). */
  public Collection<Suspension> suspensions() {
    return Collections.unmodifiableCollection(inFlight.values());
  }

  /** What became of the operations so far, function by function (rule V1). */
  public List<FunctionStatistics> statistics() {
    return counters.values().stream().map(Counters::snapshot).toList();
  }

  /** Ends what is in flight with {@link ReturnCodes#SHUTDOWN} and stops the loops. */
  @Override
  public void close() {
    closed = true;
    inFlight.values().forEach(suspension -> suspension.end(ReturnCodes.SHUTDOWN, null));
    threads.forEach(LoopThread::close);
  }
}
