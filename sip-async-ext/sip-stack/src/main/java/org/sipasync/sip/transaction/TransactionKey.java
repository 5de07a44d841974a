package org.sipasync.sip.transaction;

/**
 * Identity of a server transaction (RFC 3261 17.2.3): a 128-bit hash with a secret, made by {@link
 * TransactionKeys}. Peers cannot predict it, and must not see it. Collisions are negligible: 1 in
 * 10^26 for a million transactions. Immutable.
 */
record TransactionKey(long low, long high) {
  @Override
  public int hashCode() {
    return Long.hashCode(low);
  }
}
