package org.sipasync.sample.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The caller's side of digest authentication: MD5 and SHA-256, {@code qop=auth} (RFC 8760). */
final class Digest {
  private static final Pattern PART = Pattern.compile("(\\w+)\\s*=\\s*(?:\"([^\"]*)\"|([^,\\s]+))");
  private static final Map<String, String> ALGORITHMS =
      Map.of("MD5", "MD5", "SHA-256", "SHA-256"); // SIP's name, Java's name

  private final Map<String, String> challenge;

  private Digest(Map<String, String> challenge) {
    this.challenge = challenge;
  }

  /** The first challenge, in the server's order of preference, that can be met. */
  static Optional<Digest> of(List<String> headers) {
    return headers.stream()
        .filter(header -> header.regionMatches(true, 0, "Digest ", 0, 7))
        .map(header -> new Digest(parts(header)))
        .filter(digest -> ALGORITHMS.containsKey(digest.algorithm()))
        .findFirst();
  }

  private static Map<String, String> parts(String header) {
    Map<String, String> parts = new HashMap<>();
    Matcher part = PART.matcher(header);
    while (part.find()) {
      parts.put(
          part.group(1).toLowerCase(Locale.ROOT),
          part.group(2) != null ? part.group(2) : part.group(3));
    }
    return parts;
  }

  private String algorithm() {
    return challenge.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
  }

  /** Whether only the nonce was too old: the same password may be tried again. */
  boolean isStale() {
    return "true".equalsIgnoreCase(challenge.get("stale"));
  }

  /** The value of the Authorization header. */
  String answer(String method, String uri, String uid, String password, String cnonce) {
    String realm = challenge.getOrDefault("realm", "");
    String nonce = challenge.getOrDefault("nonce", "");
    String who = hash(uid + ":" + realm + ":" + password);
    String what = hash(method + ":" + uri);
    boolean qop = List.of(challenge.getOrDefault("qop", "").split("\\s*,\\s*")).contains("auth");
    String middle = qop ? nonce + ":00000001:" + cnonce + ":auth" : nonce;
    StringBuilder answer =
        new StringBuilder(
            "Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=%s"
                .formatted(
                    uid, realm, nonce, uri, hash(who + ":" + middle + ":" + what), algorithm()));
    if (qop) {
      answer.append(", qop=auth, nc=00000001, cnonce=\"").append(cnonce).append('"');
    }
    if (challenge.containsKey("opaque")) {
      answer.append(", opaque=\"").append(challenge.get("opaque")).append('"');
    }
    return answer.toString();
  }

  private String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance(ALGORITHMS.get(algorithm()));
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5 and SHA-256", e);
    }
  }
}
