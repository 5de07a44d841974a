package org.sipasync.restcomm;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.sipasync.payara.server.ContainerThreads;

/**
 * Finds the lane of a message by its Call-ID.
 *
 * <p>Until the message's SipApplicationSession is known, its Call-ID stands for it. As soon as the
 * session has a second leg, with a Call-ID of its own, that Call-ID is bound to the same lane, so
 * all legs of a session take turns.
 */
final class Lanes {
  private final ConcurrentMap<String, Entry> byCallId = new ConcurrentHashMap<>();
  private final ContainerThreads threads;
  private final AtomicInteger waiting = new AtomicInteger();

  Lanes(ContainerThreads threads) {
    this.threads = threads;
  }

  /** One Call-ID's lane, kept while tasks wait in it or sessions are bound to it. */
  private static final class Entry {
    final Lane lane;
    int uses;

    Entry(Lane lane) {
      this.lane = lane;
    }
  }

  /** How many tasks wait or run. */
  int waiting() {
    return waiting.get();
  }

  /** How many Call-IDs have a lane. */
  int size() {
    return byCallId.size();
  }

  /** Puts a task into a call's lane. */
  void execute(String callId, Runnable task) {
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

  /** A new lane that no Call-ID leads to yet. */
  Lane create() {
    return new Lane(threads);
  }

  /**
   * Leads a Call-ID to a session's lane until {@link #release}. A Call-ID that has a lane already
   * keeps it: its messages stay in order, and the session's lock keeps them apart from others'.
   */
  void bind(String callId, Lane lane) {
    use(callId, lane);
  }

  void release(String callId) {
    byCallId.computeIfPresent(callId, (id, entry) -> --entry.uses == 0 ? null : entry);
  }

  private Lane use(String callId, Lane preferred) {
    return byCallId.compute(
            callId,
            (id, present) -> {
              Entry entry =
                  present != null ? present : new Entry(preferred != null ? preferred : create());
              entry.uses++;
              return entry;
            })
        .lane;
  }
}
