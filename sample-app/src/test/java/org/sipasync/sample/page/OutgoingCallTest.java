package org.sipasync.sample.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The caller's state machine, told the time. */
class OutgoingCallTest {
  private final List<String> wire = new ArrayList<>();
  private long now = Long.MAX_VALUE - 1; // nanoTime may wrap around

  private OutgoingCall begin(String method, String password) {
    Order order =
        new Order(
            Target.of("auth").orElseThrow(),
            method,
            Map.of("uid", "alice"),
            "alice",
            password,
            false,
            0,
            1);
    OutgoingCall call =
        new OutgoingCall("id-1", order, "127.0.0.1:6000", "127.0.0.1:5060", wire::add);
    call.begin(now);
    return call;
  }

  private void passes(OutgoingCall call, int millis) {
    for (int i = 0; i < millis; i += 10) {
      now += TimeUnit.MILLISECONDS.toNanos(10);
      call.passed(now);
    }
  }

  private void answer(OutgoingCall call, String statusLine, String cSeq, String... more) {
    String text =
        "SIP/2.0 "
            + statusLine
            + "\r\nTo: <sip:auth@h>;tag=there\r\nCall-ID: id-1\r\nCSeq: "
            + cSeq
            + "\r\n"
            + String.join("", more)
            + "\r\n";
    call.received(SipText.parse(text).orElseThrow(), now);
  }

  private String last() {
    return wire.get(wire.size() - 1);
  }

  private static String header(String message, String name) {
    return SipText.parse(message).orElseThrow().header(name).orElseThrow();
  }

  @Test
  @DisplayName("INVITE, 200, ACK, BYE, 200: by the Contact and the recorded route")
  void call() {
    OutgoingCall call = begin("INVITE", "");
    assertThat(last()).startsWith("INVITE sip:auth@127.0.0.1:5060;uid=alice SIP/2.0\r\n");
    passes(call, 200);
    answer(
        call,
        "200 OK",
        "1 INVITE",
        "Contact: <sip:127.0.0.1:7000>\r\n",
        "Record-Route: <sip:a;lr>, <sip:b;lr>\r\n");
    assertThat(wire).hasSize(3);
    assertThat(wire.get(1))
        .startsWith("ACK sip:127.0.0.1:7000 ")
        .contains("Route: <sip:b;lr>\r\nRoute: <sip:a;lr>\r\n")
        .contains("To: <sip:auth@127.0.0.1:5060>;tag=there\r\n");
    assertThat(last()).startsWith("BYE sip:127.0.0.1:7000 ").contains("CSeq: 2 BYE");
    assertThat(call.hasSucceeded()).isFalse();
    answer(call, "200 OK", "2 BYE");
    assertThat(call.hasEnded()).isTrue();
    assertThat(call.hasSucceeded()).isTrue();
    assertThat(call.nanosToAnswer()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
    answer(call, "200 OK", "1 INVITE");
    assertThat(wire).hasSize(4);
    assertThat(last()).isEqualTo(wire.get(1));
  }

  @Test
  @DisplayName("An INVITE that is not answered goes out after 0.5, 1.5, 3.5 … s, and 32 s end it")
  void lostInvite() {
    OutgoingCall call = begin("INVITE", "");
    passes(call, 490);
    assertThat(wire).hasSize(1);
    passes(call, 10);
    assertThat(wire).hasSize(2);
    passes(call, 990);
    assertThat(wire).hasSize(2);
    passes(call, 10);
    assertThat(wire).hasSize(3);
    passes(call, 30_490);
    assertThat(call.hasEnded()).isFalse();
    passes(call, 10);
    assertThat(call.hasEnded()).isTrue();
    assertThat(call.retransmissions()).isEqualTo(6);
    assertThat(wire).containsOnly(wire.get(0));
    assertThat(call.isSettled()).isFalse();
    answer(call, "200 OK", "1 INVITE");
    assertThat(last()).startsWith("BYE ");
    assertThat(call.isSettled()).isFalse();
  }

  @Test
  @DisplayName("Others go out every 4 s at last")
  void lostMessage() {
    OutgoingCall call = begin("MESSAGE", "");
    passes(call, 32_000);
    assertThat(call.retransmissions()).isEqualTo(10);
    assertThat(call.hasEnded()).isTrue();
  }

  @Test
  @DisplayName("100 Trying ends the retransmissions; after 35 s the call is cancelled")
  void givenUp() {
    OutgoingCall call = begin("INVITE", "");
    answer(call, "100 Trying", "1 INVITE");
    passes(call, 34_990);
    assertThat(wire).hasSize(1);
    passes(call, 10);
    assertThat(last()).startsWith("CANCEL sip:auth@127.0.0.1:5060;uid=alice ");
    assertThat(header(last(), "Via")).isEqualTo(header(wire.get(0), "Via"));
    answer(call, "200 OK", "1 CANCEL");
    assertThat(call.hasEnded()).isFalse();
    answer(call, "487 Request Terminated", "1 INVITE");
    assertThat(last()).startsWith("ACK ");
    assertThat(call.hasEnded()).isTrue();
    assertThat(call.status()).isEqualTo(487);
  }

  @Test
  @DisplayName("Whatever happens, 40 s end it")
  void deadline() {
    OutgoingCall call = begin("INVITE", "");
    answer(call, "180 Ringing", "1 INVITE");
    passes(call, 39_990);
    assertThat(call.hasEnded()).isFalse();
    passes(call, 10);
    assertThat(call.hasEnded()).isTrue();
  }

  @Test
  @DisplayName("A failure is acknowledged in the INVITE's transaction, as often as it comes")
  void failure() {
    OutgoingCall call = begin("INVITE", "");
    answer(call, "404 Not Found", "1 INVITE");
    answer(call, "404 Not Found", "1 INVITE");
    assertThat(wire).hasSize(3);
    assertThat(last()).startsWith("ACK sip:auth@127.0.0.1:5060;uid=alice ").isEqualTo(wire.get(1));
    assertThat(header(last(), "Via")).isEqualTo(header(wire.get(0), "Via"));
    assertThat(call.status()).isEqualTo(404);
    assertThat(call.hasSucceeded()).isFalse();
  }

  @Test
  @DisplayName("A challenge is met once; again only if the nonce was stale")
  void challenge() {
    String challenge = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"";
    OutgoingCall call = begin("INVITE", "secret");
    answer(call, "401 Unauthorized", "1 INVITE", challenge + ", algorithm=SHA-256\r\n");
    assertThat(wire.get(1)).startsWith("ACK ");
    assertThat(last())
        .startsWith("INVITE ")
        .contains("CSeq: 2 INVITE")
        .contains("Authorization: Digest username=\"alice\", realm=\"r\"")
        .contains("algorithm=SHA-256")
        .doesNotContain("secret")
        .doesNotContain("tag=there");
    answer(call, "401 Unauthorized", "1 INVITE", challenge + "\r\n");
    assertThat(wire).hasSize(3);
    answer(call, "401 Unauthorized", "2 INVITE", challenge + ", stale=true\r\n");
    assertThat(last()).contains("CSeq: 3 INVITE");
    answer(call, "401 Unauthorized", "3 INVITE", challenge + ", stale=true\r\n");
    assertThat(call.hasEnded()).isTrue();
    assertThat(call.status()).isEqualTo(401);
  }
}
