package org.sipasync.sip.transaction;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Bounds transactions by count and by bytes of their messages. What was refused stays refused: a
 * retransmission that comes when there is room again starts no second transaction. For the loop's
 * thread only.
 */
public final class Admission {
  /** Longer than any peer retransmits a request: 64 × T1. */
  private static final Duration MEMORY = Duration.ofSeconds(32);

  /** About 6 MB. A flood of more in 32 s pushes the oldest refusals out. */
  private static final int MAX_REMEMBERED = 65_536;

  private final int maxCount;
  private final long maxBytes;
  private final LongSupplier clock;
  private final Map<Long, Long> refused = new LinkedHashMap<>();
  private int count;
  private long bytes;

  /** Answer of {@link #admit}. */
  public enum Decision {
    /** Start a transaction and call {@link #release} at its end. */
    ADMITTED,
    /** Answer 503 with Retry-After, statelessly. */
    REFUSED,
    /** Drop it without an answer. */
    REPEATED
  }

  /**
   * Sets the bounds.
   *
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  public Admission(int maxCount, long maxBytes, LongSupplier clock) {
    this.maxCount = maxCount;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /** Decides on a request that belongs to no transaction and counts it if admitted. */
  public Decision admit(TransactionKey key, int size) {
    long now = clock.getAsLong();
    forgetBefore(now);
    if (refused.containsKey(key.hash())) {
      return Decision.REPEATED;
    }
    if (count >= maxCount || bytes + size > maxBytes) {
      remember(key.hash(), now);
      return Decision.REFUSED;
    }
    count++;
    bytes += size;
    return Decision.ADMITTED;
  }

  private void forgetBefore(long now) {
    var oldest = refused.values().iterator();
    while (oldest.hasNext() && now - oldest.next() >= MEMORY.toNanos()) {
      oldest.remove();
    }
  }

  private void remember(long hash, long now) {
    if (refused.size() == MAX_REMEMBERED) {
      var oldest = refused.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    refused.put(hash, now);
  }

  /** Gives back what {@link #admit} counted. */
  public void release(int size) {
    count--;
    bytes -= size;
  }

  /** Number of refusals remembered now. */
  int remembered() {
    return refused.size();
  }
}
