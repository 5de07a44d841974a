package org.sipasync.support;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Short signatures of what this process hands out and gets back: HMAC with SHA-256, cut off.
 * Compare them by {@link java.security.MessageDigest#isEqual}. Thread-safe.
 */
public final class Signer {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec secret;
  private final int length;

  /**
   * Creates a signer.
   *
   * @param secret at least 16 random bytes
   * @param length bytes of a signature, at most 32
   */
  public Signer(byte[] secret, int length) {
    this.secret = new SecretKeySpec(secret, ALGORITHM);
    this.length = length;
  }

  /** Returns the signature of a text. */
  public byte[] sign(byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return Arrays.copyOf(mac.doFinal(text), length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }
}
