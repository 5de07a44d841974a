package org.sipasync.cluster;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.sipasync.spi.CallSurvival.Candidate;

/** Calls that have just been suspended, until they have been so for long enough. Thread-safe. */
final class WaitingCandidates {
  /** Bound; beyond, calls are not stored. */
  private static final int MAX = 100_000;

  private final long afterMillis;
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  private record Waiting(Candidate candidate, long since) {}

  WaitingCandidates(long afterMillis) {
    this.afterMillis = afterMillis;
  }

  /** Adds a call; returns false if too many wait. */
  boolean add(Candidate candidate, long now) {
    if (size.incrementAndGet() > MAX) {
      size.decrementAndGet();
      return false;
    }
    queue.add(new Waiting(candidate, now));
    return true;
  }

  /** Stores those that have waited for long enough and are still suspended. */
  void tick(long now) {
    store(now - afterMillis);
  }

  /** Stores all that are still suspended. */
  void flush() {
    store(Long.MAX_VALUE);
  }

  private void store(long until) {
    for (Waiting next = queue.peek(); next != null && next.since() <= until; next = queue.peek()) {
      queue.poll();
      size.decrementAndGet();
      if (next.candidate().isSuspended()) {
        next.candidate().store();
      }
    }
  }
}
