package org.sipasync.container.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.sipasync.support.Signer;

/**
 * Nonces of a server. A nonce is its time, a random number and a signature of both, so those that
 * are never used need no memory. Of the used ones the {@value #MAX_USED} latest are kept with their
 * counts; one that was issued no later than a forgotten one is stale. Thread-safe.
 */
final class ServerNonces {
  private static final int KEY_BYTES = 32;
  private static final int SIGNED_BYTES = 2 * Long.BYTES;
  private static final int SIGNATURE_BYTES = 16;
  static final int MAX_USED = 10_000;

  private final LongSupplier millis;
  private final Duration life;
  private final RandomGenerator random;
  private final Signer signer;

  /** Highest counts of used nonces, in the order of their latest use. */
  private final Map<String, Use> used = new LinkedHashMap<>(16, 0.75f, true);

  /** Latest issue time of those that were forgotten. */
  private long forgotten = Long.MIN_VALUE;

  private record Use(long count, long issued) {}

  /**
   * Starts with a new key.
   *
   * @param millis wall clock, as {@link System#currentTimeMillis}
   * @param random a SecureRandom but in tests
   */
  ServerNonces(LongSupplier millis, Duration life, RandomGenerator random) {
    this.millis = millis;
    this.life = life;
    this.random = random;
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    this.signer = new Signer(secret, SIGNATURE_BYTES);
  }

  /** A new nonce. */
  String next() {
    ByteBuffer whole = ByteBuffer.allocate(SIGNED_BYTES + SIGNATURE_BYTES);
    whole.putLong(millis.getAsLong()).putLong(random.nextLong());
    whole.put(signer.sign(Arrays.copyOf(whole.array(), SIGNED_BYTES)));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole.array());
  }

  /** True if the nonce was made here and is not too old. */
  boolean isFresh(String nonce) {
    long issued = issued(nonce);
    long age = millis.getAsLong() - issued;
    return issued >= 0 && age >= 0 && age <= life.toMillis();
  }

  /**
   * Uses a fresh nonce.
   *
   * @return false if its count is not higher than at its latest use, or that has been forgotten
   */
  synchronized boolean use(String nonce, long count) {
    long issued = issued(nonce);
    Use last = used.get(nonce);
    if (last == null ? issued <= forgotten : count <= last.count) {
      return false;
    }
    used.put(nonce, new Use(count, issued));
    if (used.size() > MAX_USED) {
      Iterator<Use> oldest = used.values().iterator();
      forgotten = Math.max(forgotten, oldest.next().issued);
      oldest.remove();
    }
    return true;
  }

  /** Time that a nonce was made at; -1 if it was not made here. */
  private long issued(String nonce) {
    byte[] whole = decoded(nonce);
    if (whole == null || whole.length != SIGNED_BYTES + SIGNATURE_BYTES) {
      return -1;
    }
    byte[] given = Arrays.copyOfRange(whole, SIGNED_BYTES, whole.length);
    byte[] right = signer.sign(Arrays.copyOf(whole, SIGNED_BYTES));
    return MessageDigest.isEqual(given, right) ? ByteBuffer.wrap(whole).getLong() : -1;
  }

  private static byte[] decoded(String nonce) {
    try {
      return Base64.getUrlDecoder().decode(nonce.getBytes(UTF_8));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
