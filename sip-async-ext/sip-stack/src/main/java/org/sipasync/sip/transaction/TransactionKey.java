package org.sipasync.sip.transaction;

/**
 * Identity of a server transaction (RFC 3261 17.2.3): 128 bits of a hash with a secret, made by
 * {@link TransactionKeys}. Peers cannot foresee it and must not be shown it; that two of a million
 * transactions share one is less likely than a memory error (1 in 10^26). Immutable.
 */
record TransactionKey(long low, long high) {
  @Override
  public int hashCode() {
    return Long.hashCode(low);
  }
}
