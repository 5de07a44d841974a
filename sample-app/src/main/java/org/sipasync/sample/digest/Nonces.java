package org.sipasync.sample.digest;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Expiring nonces. A nonce carries its signed time, so unused ones need no storage; used ones are
 * kept with their count, so that none is accepted twice (RFC 7616, 5.4). Thread-safe.
 */
public final class Nonces {
  private static final String SIGNATURE = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int SIGNED_BYTES = Long.BYTES * 2;
  private static final int SIGNATURE_BYTES = 16;
  private static final int MAX_USED = 10_000;

  private record Use(long count, long issuedMillis) {}

  private final LongSupplier millis;
  private final Duration life;
  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;
  private final Bounded<String, Use> used =
      new Bounded<>(MAX_USED) {
        private static final long serialVersionUID = 1L;

        @Override
        protected void forgotten(Use use) {
          forgottenMillis = Math.max(forgottenMillis, use.issuedMillis);
        }
      };

  /** Issue time of the latest evicted used nonce; none issued up to then is accepted again. */
  private long forgottenMillis = Long.MIN_VALUE;

  /**
   * @param millis the clock, in milliseconds
   * @param life lifetime of a nonce
   */
  public Nonces(LongSupplier millis, Duration life) {
    this.millis = millis;
    this.life = life;
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, SIGNATURE);
  }

  /** Returns a new nonce. */
  public String next() {
    byte[] signed =
        ByteBuffer.allocate(SIGNED_BYTES)
            .putLong(millis.getAsLong())
            .putLong(random.nextLong())
            .array();
    byte[] whole = Arrays.copyOf(signed, SIGNED_BYTES + SIGNATURE_BYTES);
    System.arraycopy(signature(signed), 0, whole, SIGNED_BYTES, SIGNATURE_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  /**
   * Uses the nonce of otherwise valid credentials.
   *
   * @return false if it is stale: not ours (as after a restart), too old, or with a count that is
   *     not higher. The caller may retry with another one without asking its user (RFC 7616, 3.3)
   */
  public boolean use(Credentials credentials) {
    byte[] whole;
    try {
      whole = Base64.getUrlDecoder().decode(credentials.nonce());
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
    if (whole.length != SIGNED_BYTES + SIGNATURE_BYTES) {
      return false;
    }
    byte[] signature = Arrays.copyOfRange(whole, SIGNED_BYTES, whole.length);
    if (!MessageDigest.isEqual(signature, signature(Arrays.copyOf(whole, SIGNED_BYTES)))) {
      return false;
    }
    long issuedMillis = ByteBuffer.wrap(whole).getLong();
    return millis.getAsLong() - issuedMillis <= life.toMillis()
        && isCountedHigher(credentials, issuedMillis);
  }

  private boolean isCountedHigher(Credentials credentials, long issuedMillis) {
    synchronized (used) {
      Use last = used.get(credentials.nonce());
      if (last == null ? issuedMillis <= forgottenMillis : credentials.count() <= last.count) {
        return false;
      }
      used.put(credentials.nonce(), new Use(credentials.count(), issuedMillis));
      return true;
    }
  }

  private byte[] signature(byte[] text) {
    try {
      Mac mac = Mac.getInstance(SIGNATURE);
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(text), SIGNATURE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + SIGNATURE, e);
    }
  }
}
