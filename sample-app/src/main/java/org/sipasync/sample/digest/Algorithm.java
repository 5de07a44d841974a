package org.sipasync.sample.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Hash functions of RFC 8760 that the sample supports. */
public enum Algorithm {
  SHA_256("SHA-256"),
  MD5("MD5");

  private final String token;

  Algorithm(String token) {
    this.token = token;
  }

  /** Returns its name, the same in headers and in Java. */
  public String token() {
    return token;
  }

  /** Returns an algorithm by name; without a name, MD5 (RFC 8760, 2.2). */
  public static Optional<Algorithm> of(String name) {
    if (name == null) {
      return Optional.of(MD5);
    }
    for (Algorithm algorithm : values()) {
      if (algorithm.token.equalsIgnoreCase(name)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** Returns the hash of a text, in lower-case hexadecimal digits. */
  public String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance(token).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has " + token, e);
    }
  }
}
