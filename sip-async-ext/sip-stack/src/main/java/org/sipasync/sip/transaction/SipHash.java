package org.sipasync.sip.transaction;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-2-4 with a secret per object. Peers choose branches, so a plain hash would let them fill
 * one bucket. Immutable and thread-safe.
 */
final class SipHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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

  /** Hashes the first bytes of an array. */
  long hash(byte[] data, int length) {
    State s = new State(k0, k1);
    s.addAll(data, length);
    return s.finish();
  }

  /** Hashes the first bytes of an array to 128 bits, as SipHash's authors define. */
  TransactionKey hash128(byte[] data, int length) {
    State s = new State(k0, k1);
    s.v1 ^= 0xEE;
    s.addAll(data, length);
    long low = s.finish(0xEE);
    return new TransactionKey(low, s.finishSecond());
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

    void addAll(byte[] data, int length) {
      int whole = length & ~7;
      for (int i = 0; i < whole; i += 8) {
        add((long) LONGS.get(data, i));
      }
      add(littleEndian(data, whole, length - whole) | (long) length << 56);
    }

    long finish() {
      return finish(0xFF);
    }

    long finishSecond() {
      v1 ^= 0xDD;
      return finish(0);
    }

    private long finish(int mark) {
      v2 ^= mark;
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
