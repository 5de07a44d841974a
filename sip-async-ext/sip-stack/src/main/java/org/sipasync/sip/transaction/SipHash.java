package org.sipasync.sip.transaction;

import java.security.SecureRandom;

/**
 * SipHash-2-4 with a secret of its own: peers choose branches, so a plain hash would let them fill
 * one bucket. Immutable and thread-safe.
 */
final class SipHash {
  private final long k0;
  private final long k1;

  SipHash(long k0, long k1) {
    this.k0 = k0;
    this.k1 = k1;
  }

  static SipHash withRandomSecret() {
    SecureRandom random = new SecureRandom();
    return new SipHash(random.nextLong(), random.nextLong());
  }

  long hash(byte[] data) {
    State s = new State(k0, k1);
    int whole = data.length & ~7;
    for (int i = 0; i < whole; i += 8) {
      s.add(littleEndian(data, i, 8));
    }
    s.add(littleEndian(data, whole, data.length - whole) | (long) data.length << 56);
    return s.finish();
  }

  private static long littleEndian(byte[] data, int from, int count) {
    long word = 0;
    for (int i = 0; i < count; i++) {
      word |= (data[from + i] & 0xFFL) << (8 * i);
    }
    return word;
  }

  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long k0, long k1) {
      v0 = k0 ^ 0x736f6d6570736575L;
      v1 = k1 ^ 0x646f72616e646f6dL;
      v2 = k0 ^ 0x6c7967656e657261L;
      v3 = k1 ^ 0x7465646279746573L;
    }

    void add(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long finish() {
      v2 ^= 0xFF;
      for (int i = 0; i < 4; i++) {
        round();
      }
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
