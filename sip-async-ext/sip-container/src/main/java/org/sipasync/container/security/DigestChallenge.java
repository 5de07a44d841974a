package org.sipasync.container.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sipasync.digest.DigestAlgorithm;
import org.sipasync.sip.message.Authentication;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.HeaderType;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;

/**
 * One challenge of a 401 or 407 that can be answered. Immutable.
 *
 * @param credentials header of its answer: Authorization or Proxy-Authorization
 * @param realm never null
 * @param nonce never null
 * @param opaque null if there is none
 * @param algorithm as the server wrote it; null if it did not
 * @param qop "auth" or "auth-int"; null for a server that knows neither (RFC 2069)
 * @param stale true if only the nonce was too old
 */
record DigestChallenge(
    HeaderName credentials,
    String realm,
    String nonce,
    String opaque,
    String algorithm,
    String qop,
    boolean stale) {

  /**
   * Challenges of a response: the topmost one of each realm that can be answered (RFC 8760 2.4), as
   * servers list them in the order of their preference.
   */
  static List<DigestChallenge> of(SipMessage response) {
    List<DigestChallenge> challenges = new ArrayList<>(2);
    add(challenges, response, Headers.WWW_AUTHENTICATE, HeaderName.of("Authorization"));
    add(challenges, response, Headers.PROXY_AUTHENTICATE, HeaderName.of("Proxy-Authorization"));
    return challenges;
  }

  private static void add(
      List<DigestChallenge> challenges,
      SipMessage response,
      HeaderType<Authentication> type,
      HeaderName credentials) {
    for (String text : response.headers(type.name())) {
      DigestChallenge challenge = read(text, credentials);
      if (challenge != null && challenges.stream().noneMatch(challenge::isSameRealm)) {
        challenges.add(challenge);
      }
    }
  }

  private boolean isSameRealm(DigestChallenge other) {
    return credentials.equals(other.credentials) && realm.equals(other.realm);
  }

  /** Null if it is malformed, or nothing we can answer: it must not hide the next one. */
  private static DigestChallenge read(String text, HeaderName credentials) {
    try {
      Authentication read = Authentication.parse(text);
      boolean complete = read.get("realm") != null && read.get("nonce") != null;
      String offered = read.get("qop");
      String qop = offered == null ? null : chosen(offered);
      boolean known = DigestAlgorithm.of(read.get("algorithm")) != null;
      if (!complete || !known || !read.scheme().equalsIgnoreCase("Digest")) {
        return null;
      }
      return offered != null && qop == null ? null : of(read, credentials, qop);
    } catch (ParseException e) {
      return null;
    }
  }

  private static DigestChallenge of(Authentication read, HeaderName credentials, String qop) {
    return new DigestChallenge(
        credentials,
        read.get("realm"),
        read.get("nonce"),
        read.get("opaque"),
        read.get("algorithm"),
        qop,
        "true".equalsIgnoreCase(read.get("stale")));
  }

  /** Takes auth where it is offered: what changes a body on its way breaks auth-int. */
  private static String chosen(String offered) {
    List<String> tokens = List.of(offered.toLowerCase(Locale.ROOT).strip().split("\\s*,\\s*"));
    if (tokens.contains("auth")) {
      return "auth";
    }
    return tokens.contains("auth-int") ? "auth-int" : null;
  }

  DigestAlgorithm hash() {
    return DigestAlgorithm.of(algorithm);
  }
}
