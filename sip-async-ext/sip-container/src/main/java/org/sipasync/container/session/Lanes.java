package org.sipasync.container.session;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lanes by Call-ID. Before a request's application session is known, its Call-ID selects the lane;
 * a session binds the Call-IDs of its legs to its own lane. Thread-safe.
 */
public final class Lanes {
  private final ConcurrentMap<String, Entry> byCallId = new ConcurrentHashMap<>();
  private final Executor threads;
  private final AtomicInteger waiting = new AtomicInteger();

  public Lanes(Executor threads) {
    this.threads = threads;
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
    use(callId, null)
        .execute(
            () -> {
              try {
                task.run();
              } finally {
                waiting.decrementAndGet();
                release(callId);
              }
            });
  }

  /** Returns the number of tasks enqueued by Call-ID that wait or run. */
  public int waiting() {
    return waiting.get();
  }

  /** Creates a lane without a Call-ID. */
  public Lane create() {
    return new Lane(threads);
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
