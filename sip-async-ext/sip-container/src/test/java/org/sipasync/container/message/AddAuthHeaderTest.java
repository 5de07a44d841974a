package org.sipasync.container.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.container.security.Credentials;
import org.sipasync.sip.message.Authentication;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipResponse;

/** SipServletRequest.addAuthHeader and AuthInfo. */
@Tag("C-G6")
class AddAuthHeaderTest {
  private final TestContext context = new TestContext();
  private final RequestFacade first = context.own("MESSAGE");
  private final RequestFacade again = context.own("MESSAGE");

  /** Response to the first request. */
  private ResponseFacade refused(int status, String... headers) {
    return refused(first, status, headers);
  }

  private ResponseFacade refused(RequestFacade request, int status, String... headers) {
    SipResponse response = request.message().response(status);
    for (String header : headers) {
      int colon = header.indexOf(':');
      response.add(HeaderName.of(header.substring(0, colon)), header.substring(colon + 1).strip());
    }
    return new ResponseFacade(response, request, context, TestContext.ORIGIN);
  }

  private static String www(String realm, String nonce, String more) {
    return "WWW-Authenticate: Digest realm=\"" + realm + "\", nonce=\"" + nonce + "\"" + more;
  }

  private static List<Authentication> credentials(RequestFacade request, String header) {
    try {
      List<Authentication> all = new ArrayList<>();
      for (String text : request.message().headers(HeaderName.of(header))) {
        all.add(Authentication.parse(text));
      }
      return all;
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static Authentication authorization(RequestFacade request) {
    return credentials(request, "Authorization").get(0);
  }

  @Test
  void allParametersAreWritten() {
    again.addAuthHeader(
        refused(401, www("r", "n", ", opaque=\"\", algorithm=SHA-256, qop=\"auth,auth-int\"")),
        "al\"ice",
        "secret");
    Authentication written = authorization(again);
    assertThat(written.scheme()).isEqualTo("Digest");
    assertThat(written.get("username")).isEqualTo("al\"ice");
    assertThat(written.get("uri")).isEqualTo("sip:bob@example.com;p=1");
    assertThat(written.get("algorithm")).isEqualTo("SHA-256");
    assertThat(written.get("opaque")).isEmpty();
    assertThat(written.get("qop")).isEqualTo("auth");
    assertThat(written.get("nc")).isEqualTo("00000001");
    assertThat(written.get("cnonce")).hasSize(32);
    assertThat(again.getHeader("Authorization"))
        .contains(", qop=auth, nc=00000001", "algorithm=SHA-256", "username=\"al\\\"ice\"");
  }

  @Test
  void withoutQopThereIsNoNonceCount() {
    again.addAuthHeader(refused(401, www("r", "n", "")), "alice", "secret");
    for (String absent : List.of("qop", "nc", "cnonce", "algorithm", "opaque")) {
      assertThat(authorization(again).get(absent)).as(absent).isNull();
    }
  }

  /** RFC 8760 2.4: the topmost that is known, and one per realm. */
  @Test
  void topmostKnownAlgorithmOfARealmIsTaken() {
    ResponseFacade response =
        refused(
            401,
            www("r", "1", ", algorithm=SHA3-512"),
            www("r", "2", ", algorithm=SHA-512-256"),
            www("r", "3", ", algorithm=MD5"),
            www("s", "4", ", algorithm=MD5"));
    again.addAuthHeader(response, "alice", "secret");
    assertThat(credentials(again, "Authorization"))
        .extracting(each -> each.get("nonce"))
        .containsExactly("2", "4");
  }

  @Test
  void bothKindsOfHeadersAreAnswered() {
    ResponseFacade response =
        refused(
            407,
            www("u", "1", ""),
            "Proxy-Authenticate: Digest realm=\"p\", nonce=\"2\", qop=\"auth\"");
    Credentials info = new Credentials();
    info.addAuthInfo(401, "u", "alice", "a");
    info.addAuthInfo(407, "p", "proxied", "b");
    again.addAuthHeader(response, info);
    assertThat(authorization(again).get("username")).isEqualTo("alice");
    assertThat(credentials(again, "Proxy-Authorization").get(0).get("username"))
        .isEqualTo("proxied");
  }

  /** A proxy's challenge in a 401, for an application that goes by the response's status. */
  @Test
  void statusOfTheResponseStandsForItsChallenges() {
    Credentials info = new Credentials();
    info.addAuthInfo(401, "p", "alice", "a");
    again.addAuthHeader(refused(401, "Proxy-Authenticate: Digest realm=\"p\", nonce=\"2\""), info);
    assertThat(credentials(again, "Proxy-Authorization")).hasSize(1);
  }

  @Test
  void realmsWithoutCredentialsAreLeftOut() {
    Credentials info = new Credentials();
    info.addAuthInfo(401, "one", "alice", "a");
    again.addAuthHeader(refused(401, www("one", "1", ""), www("two", "2", "")), info);
    assertThat(credentials(again, "Authorization")).hasSize(1);
    Credentials none = new Credentials();
    ResponseFacade response = refused(401, www("one", "1", ""));
    assertThatThrownBy(() -> again.addAuthHeader(response, none))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void challengesNobodyCanAnswerAreRefused() {
    for (String header :
        List.of(
            "WWW-Authenticate: Basic realm=\"r\"",
            "WWW-Authenticate: Digest realm=\"r\"",
            "WWW-Authenticate: Digest",
            www("r", "n", ", qop=\"auth-conf\""),
            www("r", "n", ", algorithm=AKAv1-MD5"))) {
      ResponseFacade response = refused(401, header);
      assertThatThrownBy(() -> again.addAuthHeader(response, "alice", "secret"))
          .as(header)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void malformedChallengeHidesNoOther() {
    again.addAuthHeader(
        refused(401, "WWW-Authenticate: Digest realm", www("r", "n", "")), "alice", "secret");
    assertThat(authorization(again).get("nonce")).isEqualTo("n");
  }

  @Test
  void requestsWithOneNonceAreCounted() {
    ResponseFacade response = refused(401, www("r", "n", ", qop=\"auth\""));
    again.addAuthHeader(response, "alice", "secret");
    RequestFacade next = context.own("MESSAGE");
    next.addAuthHeader(response, "alice", "secret");
    assertThat(authorization(next).get("nc")).isEqualTo("00000002");
    assertThat(authorization(next).get("cnonce")).isNotEqualTo(authorization(again).get("cnonce"));
  }

  @Test
  void newCredentialsReplaceThoseOfTheirRealm() {
    again.addAuthHeader(refused(401, www("r", "1", ""), www("s", "2", "")), "alice", "secret");
    again.addAuthHeader(refused(401, www("r", "3", "")), "alice", "secret");
    assertThat(credentials(again, "Authorization"))
        .extracting(each -> each.get("nonce"))
        .containsExactly("2", "3");
  }

  /** The body may change after the header was added: what leaves fits. */
  @Test
  void authIntCoversTheBodyThatIsSent() throws Exception {
    ResponseFacade response = refused(401, www("r", "n", ", qop=\"auth-int\""));
    again.addAuthHeader(response, "alice", "secret");
    Authentication empty = authorization(again);
    assertThat(empty.get("qop")).isEqualTo("auth-int");
    again.setContent("hello", "text/plain");
    again.send();
    Authentication sent = authorization(again);
    assertThat(sent.get("response")).isNotEqualTo(empty.get("response"));
    assertThat(sent.get("cnonce")).isEqualTo(empty.get("cnonce"));
    assertThat(sent.get("nc")).isEqualTo("00000001");
  }

  @Test
  void requestUriThatIsSentIsAuthenticated() throws Exception {
    again.addAuthHeader(refused(401, www("r", "n", ", qop=\"auth\"")), "alice", "secret");
    again.setRequestURI(ValueFactory.createURI("sip:carol@example.org"));
    again.send();
    assertThat(authorization(again).get("uri")).isEqualTo("sip:carol@example.org");
    assertThat(credentials(again, "Authorization")).hasSize(1);
  }

  @Test
  void headerThatWasRemovedStaysRemoved() throws Exception {
    again.addAuthHeader(refused(401, www("r", "n", "")), "alice", "secret");
    again.removeHeader("Authorization");
    again.setRequestURI(ValueFactory.createURI("sip:carol@example.org"));
    again.send();
    assertThat(again.getHeader("Authorization")).isNull();
  }

  @Test
  void refusedCredentialsAreNotSentAgain() {
    again.addAuthHeader(refused(401, www("r", "1", ", qop=\"auth\"")), "alice", "wrong");
    ResponseFacade second = refused(again, 401, www("r", "2", ", qop=\"auth\""));
    RequestFacade third = context.own("MESSAGE");
    assertThatThrownBy(() -> third.addAuthHeader(second, "alice", "wrong"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("alice")
        .hasMessageNotContaining("wrong");
    third.addAuthHeader(second, "alice", "right");
    assertThat(authorization(third).get("nonce")).isEqualTo("2");
  }

  @Test
  void staleNonceIsReplaced() {
    again.addAuthHeader(refused(401, www("r", "1", ", qop=\"auth\"")), "alice", "secret");
    RequestFacade third = context.own("MESSAGE");
    third.addAuthHeader(
        refused(again, 401, www("r", "2", ", qop=\"auth\", stale=TRUE")), "alice", "secret");
    assertThat(authorization(third).get("nonce")).isEqualTo("2");
    assertThat(authorization(third).get("nc")).isEqualTo("00000001");
  }

  /** A nonce that was used before may have become too old without the server saying so. */
  @Test
  void usedNonceIsReplaced() {
    ResponseFacade challenge = refused(401, www("r", "1", ", qop=\"auth\""));
    again.addAuthHeader(challenge, "alice", "secret");
    RequestFacade later = context.own("MESSAGE");
    later.addAuthHeader(challenge, "alice", "secret");
    RequestFacade last = context.own("MESSAGE");
    last.addAuthHeader(refused(later, 401, www("r", "2", "")), "alice", "secret");
    assertThat(authorization(last).get("nonce")).isEqualTo("2");
  }

  @Test
  void onlyNewRequestsOfOursAreAuthenticated() throws Exception {
    ResponseFacade response = refused(401, www("r", "n", ""));
    RequestFacade received = context.received("MESSAGE");
    assertThatThrownBy(() -> received.addAuthHeader(response, "a", "b"))
        .isInstanceOf(IllegalStateException.class);
    again.send();
    assertThatThrownBy(() -> again.addAuthHeader(response, "a", "b"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void onlyChallengesHaveCredentials() {
    assertThatThrownBy(() -> new Credentials().addAuthInfo(403, "r", "a", "b"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
