package org.sipasync.sip.transaction;

import java.util.HashMap;
import java.util.Map;

/**
 * Server transactions by key, with the bytes they hold. Confined to one loop thread: all messages
 * of a Call-ID go to the same loop, and so do those of a transaction.
 */
final class TransactionTable {
  /** Answered transactions that take one place: each holds a response and little else. */
  private static final int ANSWERED_PER_PLACE = 4;

  private final Map<TransactionKey, Entry> entries = new HashMap<>();
  private final Origins origins = new Origins();
  private int answered;
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

  /** Returns the places taken: one for each transaction, a quarter for an answered one. */
  int places() {
    return entries.size() - answered + (answered + ANSWERED_PER_PLACE - 1) / ANSWERED_PER_PLACE;
  }

  long bytes() {
    return bytes;
  }

  /** Adds a new transaction, or replaces an answered one by its rest. */
  void put(TransactionKey key, Entry entry) {
    Entry old = entries.put(key, entry);
    bytes += entry.bytes() - (old == null ? 0 : old.bytes());
    answered += answered(entry) - answered(old);
    if (old == null && entry.origin() != 0) {
      origins.add(entry.origin());
    }
  }

  void remove(TransactionKey key) {
    Entry entry = entries.remove(key);
    if (entry != null) {
      bytes -= entry.bytes();
      answered -= answered(entry);
      origins.remove(entry.origin());
    }
  }

  private static int answered(Entry entry) {
    return entry instanceof AnsweredTransaction ? 1 : 0;
  }
}
