package org.sipasync.sip.transaction;

import java.util.HashMap;
import java.util.Map;

/**
 * Server transactions by key, with the bytes they hold. Confined to one loop thread: all messages
 * of a Call-ID go to the same loop, and so do those of a transaction.
 */
final class TransactionTable {
  private final Map<TransactionKey, Entry> entries = new HashMap<>();
  private final Origins origins = new Origins();
  private long bytes;

  /** A server transaction as the network sees it, or its rest after the final response. */
  sealed interface Entry
      permits InviteServerTransaction, NonInviteServerTransaction, AnsweredTransaction {
    /** Handles a retransmission of the request. */
    void onRetransmission();

    /** Returns the bytes of the messages it holds; constant while it is in the table. */
    int bytes();

    /** Returns a hash of From tag, Call-ID and CSeq; 0 if the request cannot be a merged one. */
    long origin();
  }

  /** Returns the entry of a request; null if it starts a new transaction. */
  Entry find(TransactionKey key) {
    return entries.get(key);
  }

  /** Returns true if the table has a request of this origin, which arrived by another path. */
  boolean hasOrigin(long origin) {
    return origin != 0 && origins.contains(origin);
  }

  /** Returns the number of transactions that have not terminated. */
  int size() {
    return entries.size();
  }

  long bytes() {
    return bytes;
  }

  /** Adds a new transaction, or replaces an answered one by its rest. */
  void put(TransactionKey key, Entry entry) {
    Entry old = entries.put(key, entry);
    bytes += entry.bytes() - (old == null ? 0 : old.bytes());
    if (old == null && entry.origin() != 0) {
      origins.add(entry.origin());
    }
  }

  void remove(TransactionKey key) {
    Entry entry = entries.remove(key);
    if (entry != null) {
      bytes -= entry.bytes();
      origins.remove(entry.origin());
    }
  }
}
