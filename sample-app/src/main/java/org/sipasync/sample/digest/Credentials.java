package org.sipasync.sample.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Authorization header of a caller (RFC 7616, 3.4). Untrusted until {@linkplain #match matched}.
 *
 * @param username claimed user name
 * @param nonce signed nonce
 * @param algorithm algorithm of the signature
 */
public record Credentials(
    String username,
    String realm,
    String nonce,
    String uri,
    String response,
    Algorithm algorithm,
    String cnonce,
    String nonceCount) {

  private static final int MAX_HEADER = 2_000;
  private static final int MAX_NAME = 64;
  private static final String SCHEME = "digest ";

  /** A parameter's name is a token (RFC 3261, 25.1), and so is a value without quotes. */
  private static final String TOKEN = "[A-Za-z0-9.!%*_+`'~-]++";

  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\G\\s*("
              + TOKEN
              + ")\\s*=\\s*(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^\\s,\"]++))\\s*(?:,|$)");

  /** Eight hexadecimal digits, at least 1. */
  private static final Pattern NONCE_COUNT = Pattern.compile("(?!0{8})[0-9a-fA-F]{8}");

  /**
   * Reads a header's value.
   *
   * @param header null if there is none
   * @return empty if malformed, of another scheme, or without {@code qop=auth}
   */
  public static Optional<Credentials> read(String header) {
    if (header == null
        || header.length() > MAX_HEADER
        || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    return parameters(header.substring(SCHEME.length())).flatMap(Credentials::of);
  }

  private static Optional<Map<String, String>> parameters(String text) {
    Map<String, String> found = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.find()) {
      String quoted = matcher.group(2);
      String value = quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      if (found.put(matcher.group(1).toLowerCase(Locale.ROOT), value) != null) {
        return Optional.empty();
      }
      end = matcher.end();
    }
    return end == text.length() ? Optional.of(found) : Optional.empty();
  }

  private static Optional<Credentials> of(Map<String, String> given) {
    Optional<Algorithm> algorithm = Algorithm.of(given.get("algorithm"));
    String count = given.getOrDefault("nc", "");
    for (String needed : new String[] {"username", "realm", "nonce", "uri", "response", "cnonce"}) {
      if (!given.containsKey(needed)) {
        return Optional.empty();
      }
    }
    if (algorithm.isEmpty()
        || !"auth".equalsIgnoreCase(given.get("qop"))
        || !NONCE_COUNT.matcher(count).matches()
        || given.get("username").length() > MAX_NAME
        || given.get("username").chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    return Optional.of(
        new Credentials(
            given.get("username"),
            given.get("realm"),
            given.get("nonce"),
            given.get("uri"),
            given.get("response"),
            algorithm.get(),
            given.get("cnonce"),
            count));
  }

  /** Returns the caller's nonce count, from 1. */
  long count() {
    return Long.parseLong(nonceCount, 16);
  }

  /**
   * Returns true if their creator knows the secret (RFC 7616, 3.4.1).
   *
   * @param method of the request
   * @param secret H(username:realm:password) by this {@link #algorithm}
   */
  public boolean match(String method, String secret) {
    String expected =
        algorithm.hash(
            String.join(
                ":",
                secret,
                nonce,
                nonceCount,
                cnonce,
                "auth",
                algorithm.hash(method + ":" + uri)));
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8),
        response.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
  }

  /** Omits everything derived from the secret. */
  @Override
  public String toString() {
    return "credentials by " + algorithm.token();
  }
}
