package org.sipasync.container.session;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sipasync.loop.Turn;

/**
 * Lanes by Call-ID. Before a request's application session is known, its Call-ID selects the lane;
 * a session binds the Call-IDs of its legs to its own lane. Thread-safe.
 */
public final class Lanes {
  private final ConcurrentMap<String, Entry> byCallId = new ConcurrentHashMap<>();
  private final Executor threads;
  private final Consumer<Turn> inline;
  private final Paces paces;
  private final AtomicInteger waiting = new AtomicInteger();

  /** Creates no lane yet; all that lanes run, they run on container threads. */
  public Lanes(Executor threads) {
    this(threads, null, System::nanoTime);
  }

  /**
   * Creates no lane yet.
   *
   * @param inline runs turns of fast work on the loop's thread; null if there is none
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  public Lanes(Executor threads, Consumer<Turn> inline, LongSupplier clock) {
    this.threads = threads;
    this.inline = inline;
    this.paces = new Paces(clock);
  }

  /** Lane of one Call-ID, kept while tasks wait in it or sessions are bound to it. */
  private static final class Entry {
    private final Lane lane;
    private int uses;

    Entry(Lane lane) {
      this.lane = lane;
    }
  }

  /** Enqueues a task in the lane of a Call-ID. */
  public void execute(String callId, Runnable task) {
    waiting.incrementAndGet();
    use(callId, null).execute(() -> run(callId, task));
  }

  /** Enqueues a task in the lane of a Call-ID; where it runs depends on its pace. */
  public void execute(String callId, Pace pace, Runnable task) {
    waiting.incrementAndGet();
    use(callId, null).execute(pace, () -> run(callId, task));
  }

  /**
   * Enqueues a task that begins a call, behind what goes on with others.
   *
   * @param tooLate runs instead if the task has waited too long for a thread
   */
  public void begin(String callId, Pace pace, Runnable task, Runnable tooLate) {
    waiting.incrementAndGet();
    use(callId, null).begin(pace, () -> run(callId, task), () -> run(callId, tooLate));
  }

  private void run(String callId, Runnable task) {
    try {
      task.run();
    } finally {
      waiting.decrementAndGet();
      release(callId);
    }
  }

  /** Learned paces of what runs in lanes. */
  public Paces paces() {
    return paces;
  }

  /** Returns the number of tasks enqueued by Call-ID that wait or run. */
  public int waiting() {
    return waiting.get();
  }

  /** Creates a lane without a Call-ID. */
  public Lane create() {
    return new Lane(threads, inline);
  }

  /** Binds a Call-ID to a lane until {@link #release}, unless it has a lane already. */
  void bind(String callId, Lane lane) {
    use(callId, lane);
  }

  void release(String callId) {
    byCallId.computeIfPresent(callId, (id, entry) -> --entry.uses == 0 ? null : entry);
  }

  /** Returns the number of Call-IDs that have a lane. */
  public int size() {
    return byCallId.size();
  }

  private Lane use(String callId, Lane preferred) {
    return byCallId.compute(callId, (id, present) -> used(present, preferred)).lane;
  }

  private Entry used(Entry present, Lane preferred) {
    Entry entry = present;
    if (entry == null) {
      entry = new Entry(preferred != null ? preferred : create());
    }
    entry.uses++;
    return entry;
  }
}
