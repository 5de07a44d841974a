package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.testkit.phone.Digest;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, 17 and RFC 8760: a client that authenticates its own requests. */
@Tag("C-G6")
interface SpecOfDigest extends InSpecification {

  private static String challenge(String realm, String algorithm, String qop) {
    return challenge(realm, "n0", algorithm, qop);
  }

  private static String challenge(String realm, String nonce, String algorithm, String qop) {
    return "Digest realm=\"%s\", nonce=\"%s\", opaque=\"o0\", algorithm=%s%s"
        .formatted(realm, nonce, algorithm, qop.isEmpty() ? "" : ", qop=\"" + qop + "\"");
  }

  /** Checks the credentials of RFC 7616, 3.4.1. */
  private static void assertAuthorized(
      String credentials, String algorithm, String method, String user, String password) {
    assertAuthorized(credentials, algorithm, method, "", user, password);
  }

  private static void assertAuthorized(
      String credentials,
      String algorithm,
      String method,
      String body,
      String user,
      String password) {
    Digest digest = digest(credentials);
    assertThat(digest.algorithm()).isEqualTo(algorithm);
    assertThat(digest.parameter("response"))
        .isEqualTo(digest.expected(method, body, user, password));
    assertThat(digest.parameter("username")).isEqualTo(user);
    assertThat(digest.parameter("opaque")).isEqualTo("o0");
  }

  private static Digest digest(String credentials) {
    return Digest.of(List.of(credentials)).orElseThrow();
  }

  private SipMessage challenged(
      SipPhone phone, SipPhone callee, String what, int status, String... headers) {
    String mark = mark();
    ask(phone, "digest;do=%s;port=%d;mark=%s".formatted(what, callee.port(), mark));
    SipMessage first = callee.awaitRequest("MESSAGE");
    callee.respond(first, status, "Unauthorized", headers);
    assertThat(awaitNote(mark, "authorized")).contains("authorized ok");
    SipMessage second = callee.awaitRequest("MESSAGE");
    callee.respond(second, 200, "OK");
    assertThat(second.header("Call-ID")).isEqualTo(first.header("Call-ID"));
    awaitNote(mark, "accepted");
    return second;
  }

  private void algorithm(String algorithm) {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      SipMessage again =
          challenged(
              phone, callee, "", 401, "WWW-Authenticate: " + challenge("r", algorithm, "auth"));
      assertAuthorized(again.header("Authorization"), algorithm, "MESSAGE", "alice", "secret");
    }
  }

  @Test
  @Tag("289-17")
  @DisplayName("addAuthHeader: MD5 with qop auth")
  default void md5() {
    algorithm("MD5");
  }

  @Test
  @Tag("289-17")
  @DisplayName("addAuthHeader: SHA-256")
  default void sha256() {
    algorithm("SHA-256");
  }

  @Test
  @Tag("289-17")
  @DisplayName("addAuthHeader: SHA-512-256")
  default void sha512() {
    algorithm("SHA-512-256");
  }

  @Test
  @Tag("289-17")
  @DisplayName("addAuthHeader: a challenge without qop")
  default void withoutQop() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      SipMessage again =
          challenged(phone, callee, "", 401, "WWW-Authenticate: " + challenge("r", "MD5", ""));
      assertThat(again.header("Authorization")).doesNotContain("qop");
      assertAuthorized(again.header("Authorization"), "MD5", "MESSAGE", "alice", "secret");
    }
  }

  @Test
  @Tag("289-17")
  @DisplayName("addAuthHeader: qop auth-int covers the body")
  default void authInt() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      SipMessage again =
          challenged(
              phone, callee, "body", 401, "WWW-Authenticate: " + challenge("r", "MD5", "auth-int"));
      String credentials = again.header("Authorization");
      assertThat(again.body()).isEqualTo("hello");
      assertThat(credentials).containsPattern("qop=\"?auth-int");
      assertAuthorized(credentials, "MD5", "MESSAGE", "hello", "alice", "secret");
    }
  }

  @Test
  @Tag("289-17")
  @DisplayName("addAuthHeader: a stale nonce is replaced by the new one")
  default void stale() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      ask(phone, "digest;port=" + callee.port());
      SipMessage first = callee.awaitRequest("MESSAGE");
      callee.respond(
          first, 401, "Unauthorized", "WWW-Authenticate: " + challenge("r", "MD5", "auth"));
      SipMessage second = callee.awaitRequest("MESSAGE");
      String fresh = challenge("r", "n1", "MD5", "auth") + ", stale=true";
      callee.respond(second, 401, "Unauthorized", "WWW-Authenticate: " + fresh);
      SipMessage third = callee.awaitRequest("MESSAGE");
      callee.respond(third, 200, "OK");
      assertThat(third.all("Authorization")).hasSize(1);
      String credentials = third.header("Authorization");
      assertThat(digest(credentials).parameter("nonce")).isEqualTo("n1");
      assertThat(digest(credentials).parameter("nc")).isEqualTo("00000001");
      assertAuthorized(credentials, "MD5", "MESSAGE", "alice", "secret");
    }
  }

  @Test
  @Tag("289-17")
  @DisplayName("addAuthHeader: the count goes up when a nonce is used again")
  default void nonceCount() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      SipMessage second =
          challenged(
              phone, callee, "twice", 401, "WWW-Authenticate: " + challenge("r", "MD5", "auth"));
      SipMessage third = callee.awaitRequest("MESSAGE");
      callee.respond(third, 200, "OK");
      String credentials = third.header("Authorization");
      assertThat(digest(second.header("Authorization")).parameter("nc")).isEqualTo("00000001");
      assertThat(digest(credentials).parameter("nc")).isEqualTo("00000002");
      assertAuthorized(credentials, "MD5", "MESSAGE", "alice", "secret");
    }
  }

  @Test
  @Tag("289-17")
  @DisplayName("addAuthHeader: a proxy's challenge is answered in Proxy-Authorization")
  default void proxyChallenge() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      SipMessage again =
          challenged(
              phone, callee, "", 407, "Proxy-Authenticate: " + challenge("r", "MD5", "auth"));
      assertAuthorized(again.header("Proxy-Authorization"), "MD5", "MESSAGE", "alice", "secret");
    }
  }

  @Test
  @Tag("289-17")
  @DisplayName("AuthInfo: two realms, each with its own credentials")
  default void twoRealms() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      SipMessage again =
          challenged(
              phone,
              callee,
              "realms",
              401,
              "WWW-Authenticate: " + challenge("one", "MD5", "auth"),
              "WWW-Authenticate: " + challenge("two", "MD5", "auth"));
      List<String> credentials = again.all("Authorization");
      assertThat(credentials).hasSize(2);
      for (String each : credentials) {
        boolean one = each.contains("realm=\"one\"");
        assertAuthorized(each, "MD5", "MESSAGE", one ? "alice" : "bob", one ? "secret" : "hidden");
      }
    }
  }

  @Test
  @Tag("289-17")
  @DisplayName("addAuthHeader: an INVITE that is challenged")
  default void invite() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      ask(phone, "digest;do=invite;port=" + callee.port());
      callee
          .awaitCall()
          .refuse(401, "Unauthorized", "WWW-Authenticate: " + challenge("r", "MD5", "auth"));
      IncomingCall call = callee.awaitCall();
      call.accept();
      call.awaitAck();
      assertAuthorized(call.invite().header("Authorization"), "MD5", "INVITE", "alice", "secret");
    }
  }
}
