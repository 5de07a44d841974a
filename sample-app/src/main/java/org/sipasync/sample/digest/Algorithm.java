package org.sipasync.sample.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The hash functions that this sample knows, of those in RFC 8760. */
public enum Algorithm {
  SHA_256("SHA-256"),
  MD5("MD5");

  private final String token;

  Algorithm(String token) {
    this.token = token;
  }

  /** Its name in headers, as in Java. */
  public String token() {
    return token;
  }

  /** The algorithm of a name; that of no name is MD5 (RFC 8760, 2.2). */
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

  /** The hash of a text, in lower-case hexadecimal digits. */
  public String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance(token).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has " + token, e);
    }
  }
}
