package org.sipasync.sample.page;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sipasync.sample.digest.Algorithm;

/** The caller's side of digest authentication: MD5 and SHA-256, {@code qop=auth} (RFC 8760). */
final class Digest {
  private static final Pattern PART = Pattern.compile("(\\w+)\\s*=\\s*(?:\"([^\"]*)\"|([^,\\s]+))");
  private final Map<String, String> challenge;

  private Digest(Map<String, String> challenge) {
    this.challenge = challenge;
  }

  /** The first challenge, in the server's order of preference, that can be met. */
  static Optional<Digest> of(List<String> headers) {
    return headers.stream()
        .filter(header -> header.regionMatches(true, 0, "Digest ", 0, 7))
        .map(header -> new Digest(parts(header)))
        .filter(digest -> digest.algorithm().isPresent())
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

  private Optional<Algorithm> algorithm() {
    return Algorithm.of(challenge.get("algorithm"));
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
                    uid,
                    realm,
                    nonce,
                    uri,
                    hash(who + ":" + middle + ":" + what),
                    algorithm().orElseThrow().token()));
    if (qop) {
      answer.append(", qop=auth, nc=00000001, cnonce=\"").append(cnonce).append('"');
    }
    if (challenge.containsKey("opaque")) {
      answer.append(", opaque=\"").append(challenge.get("opaque")).append('"');
    }
    return answer.toString();
  }

  private String hash(String text) {
    return algorithm().orElseThrow().hash(text);
  }
}
