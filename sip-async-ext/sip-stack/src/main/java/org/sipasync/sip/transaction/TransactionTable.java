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

  /** A server transaction, or what is left of it, as the network sees it. */
  sealed interface Entry
      permits InviteServerTransaction, NonInviteServerTransaction, AnsweredTransaction {
    /** Handles a retransmission of the request. */
    void onRetransmission();

    /** Bytes of the messages it holds; the same as long as it is in the table. */
    int bytes();

    /** Hash of From tag, Call-ID and CSeq; 0 if the request cannot be merged. */
    long origin();
  }

  /** Entry that a request belongs to; null if it starts a new transaction. */
  Entry find(TransactionKey key) {
    return entries.get(key);
  }

  /** True if a request of this origin came by another path and is still in the table. */
  boolean hasOrigin(long origin) {
    return origin != 0 && origins.contains(origin);
  }

  /** Number of transactions that have not terminated. */
  int size() {
    return entries.size();
  }

  long bytes() {
    return bytes;
  }

  /** Enters a new transaction, or what is left of an answered one in its place. */
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
