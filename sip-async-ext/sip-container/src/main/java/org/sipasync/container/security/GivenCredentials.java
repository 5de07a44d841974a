package org.sipasync.container.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Locale;
import org.sipasync.digest.DigestAlgorithm;
import org.sipasync.sip.message.Authentication;
import org.sipasync.sip.message.ParseException;

/**
 * Credentials of a received request, complete and within bounds. Without qop there are none:
 * nothing would keep them from being used again.
 */
record GivenCredentials(
    String user, String realm, String uri, String given, long count, DigestResponse response) {
  private static final int MAX_USER = 255;
  private static final int MAX_TOKEN = 512;
  private static final int COUNT_DIGITS = 8;

  /** Null if a header's value holds no credentials that could be checked. */
  static GivenCredentials read(String header) {
    try {
      Authentication read = Authentication.parse(header);
      return read.scheme().equalsIgnoreCase("Digest") ? of(read) : null;
    } catch (ParseException e) {
      return null;
    }
  }

  private static GivenCredentials of(Authentication read) {
    String algorithm = read.get("algorithm");
    DigestAlgorithm hash = DigestAlgorithm.of(algorithm);
    String qop = lowerCase(read.get("qop"));
    String user = read.get("username");
    boolean complete =
        hash != null
            && !DigestAlgorithm.isSession(algorithm)
            && isPrintable(user, MAX_USER)
            && isPrintable(read.get("realm"), MAX_TOKEN)
            && isPrintable(read.get("nonce"), MAX_TOKEN)
            && isPrintable(read.get("cnonce"), MAX_TOKEN)
            && read.get("uri") != null
            && read.get("response") != null
            && ("auth".equals(qop) || "auth-int".equals(qop));
    long count = count(read.get("nc"));
    return !complete || count < 1
        ? null
        : new GivenCredentials(
            user,
            read.get("realm"),
            read.get("uri"),
            lowerCase(read.get("response")),
            count,
            new DigestResponse(hash, read.get("nonce"), qop, read.get("nc"), read.get("cnonce")));
  }

  private static String lowerCase(String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  private static boolean isPrintable(String text, int max) {
    return text != null
        && !text.isEmpty()
        && text.length() <= max
        && text.chars().noneMatch(Character::isISOControl);
  }

  /** Eight hexadecimal digits; -1 for anything else. */
  private static long count(String nc) {
    boolean isCount =
        nc != null
            && nc.length() == COUNT_DIGITS
            && nc.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    return isCount ? Long.parseLong(nc, 16) : -1;
  }

  DigestAlgorithm algorithm() {
    return response.hash();
  }

  String nonce() {
    return response.nonce();
  }

  /** True if whoever made them knows the secret; takes the same time for each given response. */
  boolean prove(String secret, String method, byte[] body) {
    byte[] right = response.of(secret, method, uri, body).getBytes(UTF_8);
    return MessageDigest.isEqual(right, given.getBytes(UTF_8));
  }

  /** Nothing that is derived from the secret. */
  @Override
  public String toString() {
    return "credentials of " + user + " by " + algorithm().token();
  }
}
