package org.sipasync.container.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hash algorithms of RFC 8760 2.1. */
enum DigestHash {
  MD5("MD5", "MD5"),
  SHA_256("SHA-256", "SHA-256"),
  SHA_512_256("SHA-512-256", "SHA-512/256");

  private static final String SESSION = "-sess";

  private final String token;
  private final String jdkName;

  DigestHash(String token, String jdkName) {
    this.token = token;
    this.jdkName = jdkName;
  }

  /**
   * Algorithm of a challenge, with or without "-sess"; null if it or the JDK's settings do not
   * allow it.
   *
   * @param algorithm null stands for MD5
   */
  static DigestHash of(String algorithm) {
    String name = algorithm == null ? MD5.token : algorithm;
    String base = isSession(name) ? name.substring(0, name.length() - SESSION.length()) : name;
    for (DigestHash hash : values()) {
      if (hash.token.equalsIgnoreCase(base)) {
        return hash.isAvailable() ? hash : null;
      }
    }
    return null;
  }

  /** True if A1 contains both nonces (RFC 7616 3.4.2). */
  static boolean isSession(String algorithm) {
    int start = algorithm == null ? -1 : algorithm.length() - SESSION.length();
    return start >= 0 && algorithm.regionMatches(true, start, SESSION, 0, SESSION.length());
  }

  /** MD5 is missing where only FIPS 140's algorithms are allowed. */
  private boolean isAvailable() {
    try {
      MessageDigest.getInstance(jdkName);
      return true;
    } catch (NoSuchAlgorithmException e) {
      return false;
    }
  }

  /** Hash in lower-case hexadecimal digits. */
  String hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(jdkName).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // looked for in DigestHash.of
    }
  }

  /** Hash of texts with colons between them. */
  String hex(String... parts) {
    return hex(String.join(":", parts).getBytes(UTF_8));
  }
}
