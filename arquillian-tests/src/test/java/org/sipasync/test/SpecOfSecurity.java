package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Digest;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, 17: constraints, roles, digest, asserted identities and run-as of sip.xml. */
@Tag("C-G5")
interface SpecOfSecurity {
  /** The phone of a test, at a trusted address. */
  SipPhone caller();

  default SipMessage as(String user, String method, int status) {
    Exchange first = caller().request(method, "x");
    first.expect(status);
    return caller()
        .request(method, "x", first.credentials(user, "secret-of-" + user))
        .expectFinal();
  }

  @Test
  @Tag("289-17")
  @DisplayName("A request without constraint passes, from nobody")
  default void unguarded() {
    assertThat(caller().request("SUBSCRIBE", "x", "Event: x").expect(200).header("X-Who"))
        .isEqualTo("null none staff=false chief=false");
  }

  @Test
  @Tag("289-17")
  @DisplayName("A user with the role passes; the servlet knows user and roles, by its own names")
  default void user() {
    SipMessage answer = as("anna", "MESSAGE", 401);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("X-Who")).isEqualTo("anna anna staff=true chief=true");
  }

  @Test
  @Tag("289-17")
  @DisplayName("A user without the role gets 403")
  default void withoutRole() {
    assertThat(as("otto", "MESSAGE", 401).status()).isEqualTo(403);
  }

  @Test
  @Tag("289-17")
  @DisplayName("A proxy-authentication is challenged by 407, and any user will do")
  default void proxy() {
    SipMessage answer = as("otto", "OPTIONS", 407);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("X-Who")).startsWith("otto otto staff=false");
  }

  @Test
  @Tag("289-17")
  @DisplayName("An auth-constraint without roles lets nobody in")
  default void nobody() {
    caller().request("PUBLISH", "x").expect(403);
  }

  @Test
  @Tag("289-17")
  @DisplayName("A confidential request must come by TLS")
  default void confidential() {
    caller().request("REFER", "x", "Refer-To: <sip:y@127.0.0.1>").expect(403);
  }

  @Test
  @Tag("289-17")
  @DisplayName("An unknown user and a wrong password get the same challenge")
  default void wrong() {
    assertThat(as("eve", "MESSAGE", 401).status()).isEqualTo(401);
    Exchange first = caller().request("MESSAGE", "x");
    first.expect(401);
    SipMessage again =
        caller().request("MESSAGE", "x", first.credentials("anna", "guess")).expect(401);
    assertThat(again.header("WWW-Authenticate")).doesNotContain("stale");
  }

  @Test
  @Tag("289-17")
  @DisplayName("A store that is down is answered 503")
  default void store() {
    assertThat(as("broken", "MESSAGE", 401).status()).isEqualTo(503);
  }

  @ParameterizedTest
  @Tag("289-17")
  @ValueSource(strings = {"MD5", "SHA-256"})
  @DisplayName("RFC 8760: each algorithm that is offered")
  default void algorithms(String algorithm) {
    SipMessage challenge = caller().request("MESSAGE", "x").expect(401);
    String uri = "sip:x@127.0.0.1:" + InContainer.SIP_PORT;
    DigestClient anna = new DigestClient("anna", "secret-of-anna");
    String once = anna.answer(challenge, algorithm, "MESSAGE", uri, 1);
    caller().request("MESSAGE", "x", once).expect(200);
    SipMessage replayed = caller().request("MESSAGE", "x", once).expect(401);
    assertThat(replayed.header("WWW-Authenticate")).contains("stale=true");
    assertThat(Digest.of(List.of(replayed.header("WWW-Authenticate"))).orElseThrow().isStale())
        .isTrue();
  }

  @Test
  @Tag("289-17")
  @DisplayName("A call: INVITE is challenged, ACK and BYE belong to it")
  default void call() {
    Call first = caller().invite("x");
    SipMessage challenge = first.ackFailure(401);
    String uri = "sip:x@127.0.0.1:" + InContainer.SIP_PORT;
    String credentials =
        new DigestClient("anna", "secret-of-anna").answer(challenge, "SHA-256", "INVITE", uri, 1);
    Call call = caller().invite("x", credentials);
    call.expect(200);
    call.ack();
    call.bye().expect(200);
  }

  @Test
  @Tag("289-17")
  @DisplayName("A trusted peer asserts who sends: the store knows the roles, nobody is challenged")
  default void assertedIdentity() {
    SipMessage answer =
        caller().request("MESSAGE", "x", "P-Asserted-Identity: <sip:anna@offices>").expect(200);
    assertThat(answer.header("X-Who")).isEqualTo("anna anna staff=true chief=true");
    caller().request("MESSAGE", "x", "P-Asserted-Identity: <sip:otto@offices>").expect(403);
    caller().request("MESSAGE", "x", "P-Asserted-Identity: <sip:broken@offices>").expect(503);
  }

  @Test
  @Tag("289-17")
  @DisplayName("A user of another realm does not become one of this realm by its name")
  default void assertedStranger() {
    String stranger = "P-Asserted-Identity: <sip:anna@elsewhere.example>";
    caller().request("MESSAGE", "x", stranger).expect(403);
    assertThat(caller().request("OPTIONS", "x", stranger).expect(200).header("X-Who"))
        .startsWith("sip:anna@elsewhere.example sip:anna@elsewhere.example staff=false");
  }

  @Test
  @Tag("289-17")
  @DisplayName("An identity that cannot be read is none: the sender is challenged")
  default void assertedNonsense() {
    caller().request("MESSAGE", "x", "P-Asserted-Identity: nonsense").expect(401);
  }

  @Test
  @Tag("289-17")
  @DisplayName("EJBs see the sender and the roles of an authenticated request")
  default void identityInEjbs() {
    assertThat(as("anna", "MESSAGE", 401).header("X-Vault"))
        .isEqualTo("anna staff=true open, at init shut");
    assertThat(as("otto", "OPTIONS", 407).header("X-Vault"))
        .isEqualTo("otto staff=false shut, at init shut");
    assertThat(caller().request("SUBSCRIBE", "x", "Event: x").expect(200).header("X-Vault"))
        .endsWith("staff=false shut, at init shut");
  }

  @Test
  @Tag("289-17")
  @DisplayName("run-as: EJBs see the role, whoever sends; the servlet knows the sender")
  default void runAs() {
    SipMessage answer = caller().request("SUBSCRIBE", "vault", "Event: x").expect(200);
    assertThat(answer.header("X-Vault")).isEqualTo("boss staff=false open, at init open");
    assertThat(answer.header("X-Who")).isEqualTo("null none staff=false chief=false");
  }
}
