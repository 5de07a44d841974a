package org.sipasync.testkit.phone;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A caller's side of digest authentication: MD5, SHA-256 and SHA-512-256, with {@code qop=auth} or
 * without (RFC 7616, RFC 8760). Immutable.
 */
public final class Digest {
  private static final Pattern PART = Pattern.compile("(\\w+)\\s*=\\s*(?:\"([^\"]*)\"|([^,\\s]+))");

  /** Java's names of the SIP algorithms. */
  private static final Map<String, String> ALGORITHMS =
      Map.of("MD5", "MD5", "SHA-256", "SHA-256", "SHA-512-256", "SHA-512/256");

  private final Map<String, String> parts;

  private Digest(Map<String, String> parts) {
    this.parts = parts;
  }

  /** Returns the first supported challenge of a 401 or 407, in the server's order of preference. */
  public static Optional<Digest> of(SipMessage response) {
    return of(response.all(isOfProxy(response) ? "Proxy-Authenticate" : "WWW-Authenticate"));
  }

  /**
   * Returns the first supported challenge.
   *
   * @param values of WWW-Authenticate or Proxy-Authenticate; or credentials, to check what is
   *     {@link #expected}
   */
  public static Optional<Digest> of(List<String> values) {
    return values.stream()
        .filter(value -> value.regionMatches(true, 0, "Digest ", 0, 7))
        .map(value -> new Digest(parts(value)))
        .filter(digest -> ALGORITHMS.containsKey(digest.algorithm()))
        .findFirst();
  }

  private static Map<String, String> parts(String value) {
    Map<String, String> parts = new HashMap<>();
    Matcher part = PART.matcher(value);
    while (part.find()) {
      parts.put(
          part.group(1).toLowerCase(Locale.ROOT),
          part.group(2) != null ? part.group(2) : part.group(3));
    }
    return parts;
  }

  private static boolean isOfProxy(SipMessage response) {
    return response.status() == 407;
  }

  /** Returns a parameter without quotes; empty if absent. */
  public String parameter(String name) {
    return parts.getOrDefault(name, "");
  }

  /** Returns the algorithm; MD5 by default. */
  public String algorithm() {
    return parts.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
  }

  /** Returns true if only the nonce was stale, so that the same password may be retried. */
  public boolean isStale() {
    return parameter("stale").equalsIgnoreCase("true");
  }

  /** Returns the Authorization or Proxy-Authorization line for repeating a challenged request. */
  static Optional<String> header(
      SipMessage response, SipMessage request, String user, String password) {
    String name = isOfProxy(response) ? "Proxy-Authorization: " : "Authorization: ";
    return of(response)
        .map(
            digest ->
                name + digest.answer(request.method(), request.requestUri(), user, password, 1));
  }

  /**
   * Returns the value of an Authorization header.
   *
   * @param uri the Request-URI
   * @param count number of uses of this nonce, including this one
   */
  public String answer(String method, String uri, String user, String password, int count) {
    return answer(method, uri, user, password, count, UUID.randomUUID().toString());
  }

  String answer(
      String method, String uri, String user, String password, int count, String clientNonce) {
    String times = "%08x".formatted(count);
    StringBuilder answer = new StringBuilder("Digest ");
    answer.append(
        "username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=%s"
            .formatted(
                user,
                parameter("realm"),
                parameter("nonce"),
                uri,
                response(
                    hasQop() ? "auth" : "", method + ":" + uri, user, password, times, clientNonce),
                algorithm()));
    if (hasQop()) {
      answer.append(", qop=auth, nc=%s, cnonce=\"%s\"".formatted(times, clientNonce));
    }
    if (parts.containsKey("opaque")) {
      answer.append(", opaque=\"").append(parameter("opaque")).append('"');
    }
    return answer.toString();
  }

  /**
   * The {@code response} parameter that these credentials must have (RFC 7616, 3.4.1); for a phone
   * that has challenged a caller.
   *
   * @param body of the request; {@code qop=auth-int} covers it
   */
  public String expected(String method, String body, String user, String password) {
    String what = method + ":" + parameter("uri");
    return response(
        parameter("qop"),
        parameter("qop").equals("auth-int") ? what + ":" + hash(body) : what,
        user,
        password,
        parameter("nc"),
        parameter("cnonce"));
  }

  private String response(
      String qop, String what, String user, String password, String count, String clientNonce) {
    String who = hash(user + ":" + parameter("realm") + ":" + password);
    String nonce = parameter("nonce");
    String middle = qop.isEmpty() ? nonce : String.join(":", nonce, count, clientNonce, qop);
    return hash(who + ":" + middle + ":" + hash(what));
  }

  private boolean hasQop() {
    return List.of(parameter("qop").split("\\s*,\\s*")).contains("auth");
  }

  private String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance(ALGORITHMS.get(algorithm()));
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
