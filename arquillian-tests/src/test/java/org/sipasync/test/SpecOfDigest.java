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
    return "Digest realm=\"%s\", nonce=\"n0\", opaque=\"o0\", algorithm=%s%s"
        .formatted(realm, algorithm, qop.isEmpty() ? "" : ", qop=\"" + qop + "\"");
  }

  /** Checks the credentials of RFC 7616, 3.4.1. */
  private static void assertAuthorized(
      String credentials, String algorithm, String method, String user, String password) {
    Digest answer = Digest.of(List.of(credentials)).orElseThrow();
    assertThat(answer.algorithm()).isEqualTo(algorithm);
    assertThat(answer.parameter("response"))
        .isEqualTo(
            answer.response(
                method,
                answer.parameter("uri"),
                user,
                password,
                answer.parameter("nc"),
                answer.parameter("cnonce")));
    assertThat(answer.parameter("username")).isEqualTo(user);
    assertThat(answer.parameter("opaque")).isEqualTo("o0");
  }

  private SipMessage challenged(
      SipPhone phone, SipPhone callee, String what, int status, String... headers) {
    String mark = mark();
    ask(phone, "digest;do=%s;port=%d;mark=%s".formatted(what, callee.port(), mark));
    SipMessage first = callee.awaitRequest("MESSAGE");
    callee.respond(first, status, "Unauthorized", headers);
    assertThat(awaitNote(mark, "authorized")).isEqualTo("authorized ok");
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
