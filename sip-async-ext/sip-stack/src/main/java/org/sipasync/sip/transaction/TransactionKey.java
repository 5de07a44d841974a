package org.sipasync.sip.transaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Identity of a server transaction (RFC 3261 17.2.3), made by {@link TransactionKeys}. Equality
 * compares the bytes, so a collision of hashes never confuses two transactions. Immutable.
 */
final class TransactionKey {
  private final byte[] bytes;
  private final long hash;

  TransactionKey(String text, SipHash hash) {
    this.bytes = text.getBytes(UTF_8);
    this.hash = hash.hash(bytes);
  }

  /** 64 bits that peers cannot foresee; must not be shown to them. */
  long hash() {
    return hash;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TransactionKey that
        && hash == that.hash
        && Arrays.equals(bytes, that.bytes);
  }
}
