package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.testkit.phone.Body;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, 5.7.1: reliable provisional responses; UPDATE; suspension between. */
interface SpecOfReliable extends InSpecification {
  String SUPPORTED = "Supported: 100rel";

  private static Exchange prack(Call call, SipMessage ringing) {
    return call.send(
        "PRACK",
        "To: " + ringing.header("To"),
        "RAck: %s %s".formatted(ringing.header("RSeq"), ringing.header("CSeq")));
  }

  private static void finish(Call call) {
    call.expect(200);
    call.ack();
    call.bye().expect(200);
  }

  /**
   *
   *
   * <pre>
   * caller                 reliable
   *   │ INVITE ─────────────▶│ early: suspended before it rings
   *   │◀──────────────── 183 │ Require: 100rel, RSeq
   *   │ PRACK ──────────────▶│ suspended: suspended before it answers
   *   │◀──────── 200 (PRACK) │
   *   │◀─────── 200 (INVITE) │
   * </pre>
   */
  @ParameterizedTest(name = "A reliable 183, its PRACK, the 200: {0}")
  @ValueSource(strings = {"plain", "early", "suspended"})
  @Tag("289-5.7.1")
  @Tag("A2")
  default void reliableRinging(String what) {
    String mark = mark();
    try (SipPhone phone = phone()) {
      Call call = phone.invite("reliable;do=" + what + ";mark=" + mark, SUPPORTED);
      SipMessage ringing = call.expect(183);
      assertThat(ringing.header("Require")).contains("100rel");
      assertThat(Long.parseLong(ringing.header("RSeq"))).isPositive();
      prack(call, ringing).expect(200);
      finish(call);
      assertThat(notes(mark))
          .contains("PRACK %s %s".formatted(ringing.header("RSeq"), ringing.header("CSeq")));
    }
  }

  @Test
  @Tag("289-5.7.1")
  @DisplayName("A reliable 183 is sent again until its PRACK comes")
  default void reliableRingingIsRepeated() {
    try (SipPhone phone = phone()) {
      Call call = phone.invite("reliable;do=plain", SUPPORTED);
      SipMessage ringing = call.expect(183);
      await()
          .until(
              () -> call.invite().responses().stream().filter(r -> r.status() == 183).count() >= 2);
      prack(call, ringing).expect(200);
      finish(call);
    }
  }

  @Test
  @Tag("289-5.7.1")
  @Tag("C-B4")
  @DisplayName("A PRACK of what was never sent gets 481 and does not reach the application")
  default void wrongPrack() {
    String mark = mark();
    try (SipPhone phone = phone()) {
      Call call = phone.invite("reliable;do=plain;mark=" + mark, SUPPORTED);
      SipMessage ringing = call.expect(183);
      long wrong = Long.parseLong(ringing.header("RSeq")) + 7;
      call.send(
              "PRACK",
              "To: " + ringing.header("To"),
              "RAck: %d %s".formatted(wrong, ringing.header("CSeq")))
          .expect(481);
      prack(call, ringing).expect(200);
      finish(call);
      assertThat(notes(mark)).doesNotContain("PRACK " + wrong);
    }
  }

  @Test
  @Tag("289-5.7.1")
  @DisplayName("sendReliably is refused: a 2xx, a 100, a caller that does not support it")
  default void unsupported() {
    try (SipPhone phone = phone()) {
      SipMessage refusal = phone.invite("reliable;do=attempts").ackFailure(403);
      assertThat(refusal.body()).isEqualTo("NOT_1XX NOT_1XX NO_REQ_SUPPORT");
    }
  }

  @Test
  @Tag("289-5.7.1")
  @DisplayName("sendReliably is refused for what is no INVITE")
  default void reliableAnswerToMessage() {
    try (SipPhone phone = phone()) {
      assertThat(phone.request("MESSAGE", "reliable;do=ofMessage", SUPPORTED).expect(200).body())
          .isEqualTo("NOT_INVITE");
    }
  }

  @Test
  @Tag("289-5.7.1")
  @Tag("C-C3")
  @DisplayName("A 200 waits for the PRACK; a CANCEL meanwhile ends the INVITE with 487")
  default void cancelBeforePrack() {
    try (SipPhone phone = phone()) {
      Call call = phone.invite("reliable;do=impatient", SUPPORTED);
      call.expect(183);
      call.cancel().expect(200);
      call.ackFailure(487);
    }
  }

  @Test
  @Tag("289-5.7.1")
  @DisplayName("UPDATE in an early dialog reaches doUpdate")
  default void updateFromCaller() {
    String mark = mark();
    try (SipPhone phone = phone()) {
      Call call = phone.invite("reliable;do=update;mark=" + mark, SUPPORTED);
      SipMessage ringing = call.expect(183);
      prack(call, ringing).expect(200);
      call.send("UPDATE", Body.SDP, "To: " + ringing.header("To")).expect(200);
      finish(call);
      assertThat(notes(mark)).contains("UPDATE in EARLY");
    }
  }

  private IncomingCall call(SipPhone phone, SipPhone callee, String what, String mark) {
    ask(phone, "reliable;do=%s;port=%d;mark=%s".formatted(what, callee.port(), mark));
    return callee.awaitCall();
  }

  @ParameterizedTest(name = "A reliable 183 from the callee is acknowledged: {0}")
  @ValueSource(strings = {"prack", "prackLater"})
  @Tag("289-5.7.1")
  @Tag("A10")
  default void ownPrack(String what) {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      IncomingCall call = call(phone, callee, what, mark);
      assertThat(String.join(",", call.invite().all("Supported"))).contains("100rel");
      callee.respond(call.invite(), 183, "Progress", "Require: 100rel", "RSeq: 41");
      SipMessage prack = call.awaitRequest("PRACK");
      assertThat(prack.header("RAck")).isEqualTo("41 " + call.invite().header("CSeq"));
      callee.respond(prack, 200, "OK");
      call.accept();
      call.awaitAck();
      awaitNote(mark, "200 PRACK");
    }
  }

  @Test
  @Tag("289-5.7.1")
  @DisplayName("An unreliable 180 has no PRACK, and no provisional response has an ACK")
  default void noPrackOfUnreliable() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      IncomingCall call = call(phone, callee, "prack", mark);
      call.ring();
      callee.respond(call.invite(), 183, "Progress", "Require: 100rel", "RSeq: 41");
      callee.respond(call.awaitRequest("PRACK"), 200, "OK");
      call.accept();
      call.awaitAck();
      assertThat(awaitNote(mark, "ACK of provisional"))
          .contains("PRACK of unreliable Rel100Exception")
          .contains("ACK of provisional IllegalStateException");
    }
  }
}
