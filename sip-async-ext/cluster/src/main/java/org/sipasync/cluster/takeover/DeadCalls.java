package org.sipasync.cluster.takeover;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.cluster.journal.JournalReader;
import org.sipasync.cluster.journal.ReadCall;
import org.sipasync.cluster.lease.Grave;

/**
 * Transaction keys of calls of members that are gone, known to every survivor as soon as it misses
 * them: retransmissions of their requests are no new calls. For the node's thread, but {@link
 * #isKnown}.
 */
public final class DeadCalls {
  /** RFC 3261, 17.1.1.2: requests are repeated for 64 × T1, and some more for the takeover. */
  private static final long KEPT_MILLIS = 40_000;

  private static final long RETRY_MILLIS = 500;

  private final Grid grid;
  private final LongSupplier clock;
  private final Consumer<ReadCall> onFound;
  private final Map<String, Long> keys = new ConcurrentHashMap<>();
  private final LongAdder absorbed = new LongAdder();
  private final Set<UUID> read = new HashSet<>();
  private final Map<UUID, Long> tried = new HashMap<>();
  private long lastSweep;
  private boolean isReading;

  /**
   * Creates an empty index.
   *
   * @param clock milliseconds, monotonic
   * @param onFound gets each call once
   */
  public DeadCalls(Grid grid, LongSupplier clock, Consumer<ReadCall> onFound) {
    this.grid = grid;
    this.clock = clock;
    this.onFound = onFound;
    this.lastSweep = clock.getAsLong();
  }

  /**
   * Returns true if a request with this transaction key belongs to a dead member's call, and counts
   * it as absorbed. Thread-safe; without dead members it costs one look at an empty map.
   */
  public boolean isKnown(String transactionKey) {
    if (!contains(transactionKey)) {
      return false;
    }
    absorbed.increment();
    return true;
  }

  /** Returns true for the transaction key of a dead member's call. Thread-safe. */
  public boolean contains(String transactionKey) {
    return !keys.isEmpty() && keys.containsKey(transactionKey);
  }

  /** Returns true while the calls of a member that is missed are not known yet. */
  public boolean isReading() {
    return isReading;
  }

  /** Returns the number of requests that were absorbed. */
  public long absorbed() {
    return absorbed.sum();
  }

  /** Reads the journals of members that are newly missed, and forgets keys nobody repeats. */
  public void tick(Iterable<Grave> graves) {
    long now = clock.getAsLong();
    if (now - lastSweep < RETRY_MILLIS / 10) {
      return;
    }
    lastSweep = now;
    keys.values().removeIf(since -> now - since > KEPT_MILLIS);
    Set<UUID> missed = new HashSet<>();
    for (Grave grave : graves) {
      missed.add(grave.dead());
      if (!read.contains(grave.dead()) && isDue(grave.dead(), now)) {
        tried.put(grave.dead(), now);
        JournalReader.read(
            grid,
            grave.dead(),
            grave.marks(),
            (calls, failure) -> got(grave.dead(), calls, failure));
      }
    }
    read.retainAll(missed);
    isReading = !read.containsAll(missed);
    tried.keySet().retainAll(missed);
  }

  private boolean isDue(UUID dead, long now) {
    Long last = tried.get(dead);
    return last == null || now - last >= RETRY_MILLIS;
  }

  private void got(UUID dead, List<ReadCall> calls, Throwable failure) {
    if (failure != null) {
      return; // tried again
    }
    read.add(dead);
    long now = clock.getAsLong();
    for (ReadCall call : calls) {
      if (keys.put(call.transactionKey(), now) == null) {
        onFound.accept(call);
      }
    }
  }
}
