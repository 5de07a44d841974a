package org.sipasync.sip.transaction;

import java.util.HashMap;
import java.util.Map;

/**
 * Server transactions by key. Confined to one loop thread: all messages of a Call-ID go to the same
 * loop, and so do those of a transaction.
 */
public final class TransactionTable {
  private final Map<TransactionKey, ServerTransaction> transactions = new HashMap<>();

  /** Transaction that a request belongs to; null if it starts a new one. */
  public ServerTransaction find(TransactionKey key) {
    return transactions.get(key);
  }

  /** Number of transactions that have not terminated. */
  public int size() {
    return transactions.size();
  }

  /** Enters a new transaction, or what is left of an answered one in its place. */
  void put(TransactionKey key, ServerTransaction transaction) {
    transactions.put(key, transaction);
  }

  void remove(TransactionKey key) {
    transactions.remove(key);
  }
}
