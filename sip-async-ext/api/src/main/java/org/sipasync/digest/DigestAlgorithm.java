package org.sipasync.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hash algorithms of digest authentication (RFC 8760, 2.1). */
public enum DigestAlgorithm {
  MD5("MD5", "MD5"),
  SHA_256("SHA-256", "SHA-256"),
  SHA_512_256("SHA-512-256", "SHA-512/256");

  private static final String SESSION = "-sess";

  private final String token;
  private final String jdkName;

  DigestAlgorithm(String token, String jdkName) {
    this.token = token;
    this.jdkName = jdkName;
  }

  /** Returns its name in SIP, such as SHA-256; never null. */
  public String token() {
    return token;
  }

  /**
   * Returns the algorithm of a challenge or of credentials, with or without "-sess".
   *
   * @param algorithm null stands for MD5
   * @return null for an unknown algorithm, or one that the JDK's settings do not allow
   */
  public static DigestAlgorithm of(String algorithm) {
    String name = algorithm == null ? MD5.token : algorithm;
    String base = isSession(name) ? name.substring(0, name.length() - SESSION.length()) : name;
    for (DigestAlgorithm hash : values()) {
      if (hash.token.equalsIgnoreCase(base)) {
        return hash.isAvailable() ? hash : null;
      }
    }
    return null;
  }

  /**
   * Returns true for a "-sess" variant, where A1 contains both nonces (RFC 7616, 3.4.2).
   *
   * @param algorithm may be null
   */
  public static boolean isSession(String algorithm) {
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

  /** Returns the hash of bytes in lower-case hexadecimal digits. */
  public String hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(jdkName).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // looked for in DigestAlgorithm.of
    }
  }

  /** Returns the hash of texts, in UTF-8 with colons between them. */
  public String hex(String... parts) {
    return hex(String.join(":", parts).getBytes(UTF_8));
  }

  /**
   * Returns a user's secret, HA1: the hash of user, realm and password. It is what to store in
   * place of the password, and worth as much as that within the realm.
   *
   * @return lower-case hexadecimal digits; never null
   */
  public String secret(String user, String realm, String password) {
    return hex(user, realm, password);
  }
}
