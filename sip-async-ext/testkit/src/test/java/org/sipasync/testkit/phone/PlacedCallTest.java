package org.sipasync.testkit.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The caller's state machine, told the time. */
class PlacedCallTest {
  private final List<String> wire = new ArrayList<>();
  private long now = Long.MAX_VALUE - 1; // nanoTime may wrap around

  private PlacedCall begin(String method, String password) {
    CallPlan plan =
        CallPlan.of(method, "sip:auth@127.0.0.1:5060;uid=alice")
            .between("sip:alice@127.0.0.1:5060", "sip:auth@127.0.0.1:5060")
            .as("alice", password);
    return begin(plan);
  }

  private PlacedCall begin(CallPlan plan) {
    PlacedCall call =
        new PlacedCall("id-1", plan, "127.0.0.1:6000", (self, message) -> wire.add(message.text()));
    call.begin(now);
    return call;
  }

  private void passes(PlacedCall call, int millis) {
    for (int i = 0; i < millis; i += 10) {
      now += TimeUnit.MILLISECONDS.toNanos(10);
      call.passed(now);
    }
  }

  private void answer(PlacedCall call, String statusLine, String cSeq, String... more) {
    String text =
        "SIP/2.0 "
            + statusLine
            + "\r\nFrom: "
            + header(wire.get(0), "From")
            + "\r\nTo: <sip:auth@127.0.0.1:5060>;tag=there\r\nCall-ID: id-1\r\nCSeq: "
            + cSeq
            + "\r\n"
            + String.join("", more)
            + "\r\n";
    call.received(SipMessage.parse(text), now);
  }

  private String last() {
    return wire.get(wire.size() - 1);
  }

  private static String header(String message, String name) {
    return SipMessage.parse(message).header(name);
  }

  @Test
  @DisplayName("INVITE, 200, ACK, BYE, 200: by the Contact and the recorded route")
  void call() {
    PlacedCall call = begin("INVITE", "");
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
    PlacedCall call = begin("INVITE", "");
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
    PlacedCall call = begin("MESSAGE", "");
    passes(call, 32_000);
    assertThat(call.retransmissions()).isEqualTo(10);
    assertThat(call.hasEnded()).isTrue();
  }

  @Test
  @DisplayName("100 Trying ends the retransmissions; after 35 s the call is cancelled")
  void givenUp() {
    PlacedCall call = begin("INVITE", "");
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
    PlacedCall call = begin("INVITE", "");
    answer(call, "180 Ringing", "1 INVITE");
    passes(call, 39_990);
    assertThat(call.hasEnded()).isFalse();
    passes(call, 10);
    assertThat(call.hasEnded()).isTrue();
  }

  @Test
  @DisplayName("A failure is acknowledged in the INVITE's transaction, as often as it comes")
  void failure() {
    PlacedCall call = begin("INVITE", "");
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
    PlacedCall call = begin("INVITE", "secret");
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

  @Test
  @DisplayName("A plan's time cancels, whether a provisional response has come or not")
  void cancelledInTime() {
    PlacedCall call = begin(CallPlan.of("INVITE", "sip:h").cancelAfter(Duration.ofMillis(100)));
    passes(call, 90);
    assertThat(wire).hasSize(1);
    passes(call, 10);
    assertThat(last()).startsWith("CANCEL sip:h SIP/2.0");
    passes(call, 400);
    assertThat(last()).as("the INVITE may be lost as well").isEqualTo(wire.get(0));
    answer(call, "200 OK", "1 CANCEL");
    answer(call, "487 Request Terminated", "1 INVITE");
    assertThat(last()).startsWith("ACK sip:h SIP/2.0");
    assertThat(call.hasEnded()).isTrue();
    assertThat(call.status()).isEqualTo(487);
  }

  @Test
  @DisplayName("A Contact that is none is not followed")
  void crookedContact() {
    PlacedCall call = begin("INVITE", "");
    answer(call, "200 OK", "1 INVITE", "Contact: <sip:a b\r\n");
    assertThat(wire.get(1)).startsWith("ACK sip:auth@127.0.0.1:5060;uid=alice SIP/2.0");
    assertThat(call.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK",
        "SIP/2.0 000 OK",
        "SIP/2.0 200",
        "SIP/2.0 200 OK\r\nVia: v\r\nFrom: f\r\nTo: t\r\nCall-ID: i\r\nCSeq: INVITE",
        "SIP/2.0 200 OK\r\nVia: v\r\nFrom: f\r\nTo: t\r\nCall-ID: i\r\nCSeq: 9999999999 INVITE",
        "SIP/2.0 200 OK\r\nVia: v\r\nFrom: f\r\nTo: t\nX: y\r\nCall-ID: i\r\nCSeq: 1 INVITE"
      })
  @DisplayName("What is no SIP message reaches no call")
  void rubbish(String text) {
    assertThat(SipMessage.ifValid(text)).isEmpty();
  }
}
