package org.sipasync.sip.transaction;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.sipasync.support.BoundedMap;

/**
 * Bounds server transactions by the {@linkplain TransactionTable#places places} they take and by
 * the bytes of their messages. The last eighth is reserved for requests within dialogs, such as
 * BYE: ending calls is the way out of overload. A refused request stays refused: its retransmission
 * does not start a transaction, even if there is room by then. For the loop's thread only.
 */
final class Admission {
  /** Time during which a peer retransmits a request, 64 × T1. */
  private static final Duration MEMORY = Duration.ofSeconds(32);

  /** About 6 MB. More refusals in 32 s push out the oldest. */
  private static final int MAX_REMEMBERED = 65_536;

  private static final int RESERVED_PART = 8;

  private final TransactionTable table;
  private final int maxPlaces;
  private final long maxBytes;
  private final int maxInitialPlaces;
  private final long maxInitialBytes;
  private final LongSupplier clock;
  private final Map<Long, Long> refused = new BoundedMap<>(MAX_REMEMBERED);

  /** Result of {@link #admit}. */
  enum Decision {
    /** Start a transaction. */
    ADMITTED,
    /** Answer 503 with Retry-After, statelessly. */
    REFUSED,
    /** Drop it without an answer. */
    REPEATED
  }

  /**
   * Sets the bounds.
   *
   * @param table the transactions that count
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  Admission(TransactionTable table, int maxPlaces, long maxBytes, LongSupplier clock) {
    this.table = table;
    this.maxPlaces = maxPlaces;
    this.maxBytes = maxBytes;
    this.maxInitialPlaces = maxPlaces - maxPlaces / RESERVED_PART;
    this.maxInitialBytes = maxBytes - maxBytes / RESERVED_PART;
    this.clock = clock;
  }

  /**
   * Decides on a request that belongs to no transaction.
   *
   * @param goesOn true for a request within a dialog, other than an INVITE, which asks for more
   *     work
   */
  Decision admit(TransactionKey key, int size, boolean goesOn) {
    boolean isFull =
        goesOn
            ? isFull(size, maxPlaces, maxBytes)
            : isFull(size, maxInitialPlaces, maxInitialBytes);
    return isFull || wasRefused(key) ? refuse(key) : Decision.ADMITTED;
  }

  /**
   * Returns true if a CANCEL without an INVITE may have a transaction: half of all places are taken
   * at most.
   */
  boolean hasPlaceForStray(int size) {
    return !isFull(size, maxPlaces / 2, maxBytes / 2);
  }

  /** Refuses a request that belongs to no transaction, whatever there is room for. */
  Decision refuse(TransactionKey key) {
    if (wasRefused(key)) {
      return Decision.REPEATED;
    }
    refused.put(key.low(), clock.getAsLong());
    return Decision.REFUSED;
  }

  private boolean isFull(int size, int places, long bytes) {
    return table.places() >= places || table.bytes() + size > bytes;
  }

  /** Returns true for retransmissions of a refused request and the ACK of its 503. */
  boolean wasRefused(TransactionKey key) {
    forget();
    return refused.containsKey(key.low());
  }

  private void forget() {
    long now = clock.getAsLong();
    var oldest = refused.values().iterator();
    while (oldest.hasNext() && now - oldest.next() >= MEMORY.toNanos()) {
      oldest.remove();
    }
  }

  /** Returns the number of refusals remembered. */
  int remembered() {
    return refused.size();
  }
}
