package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, chapter 12: the helper of back-to-back user agents. */
interface SpecOfB2bua extends InSpecification {

  private static String to(SipPhone callee, String more) {
    return "b2bua;port=" + callee.port() + ";" + more;
  }

  @Test
  @Tag("289-12")
  @DisplayName("The new leg: own Call-ID and tag, the From that was asked for, headers copied")
  default void newLeg() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      Call call = phone.invite(to(callee, "x"), "X-Copied: yes", "Max-Forwards: 12");
      IncomingCall incoming = callee.awaitCall();
      SipMessage leg = incoming.invite();
      incoming.refuse(486, "Busy Here");
      call.ackFailure(486);
      assertThat(leg.header("Call-ID")).isNotEqualTo(call.callId());
      assertThat(leg.header("From")).contains("sip:other@example.org").contains(";tag=");
      assertThat(leg.toTag()).isNull();
      assertThat(leg.header("X-Copied")).isEqualTo("yes");
      assertThat(leg.header("Max-Forwards")).isEqualTo("11");
      assertThat(leg.all("Via")).hasSize(1);
      assertThat(leg.body()).startsWith("v=0");
    }
  }

  @Test
  @Tag("289-12")
  @DisplayName("Sessions and requests are linked; a request that was bridged is not proxied")
  default void linked() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      Call call = phone.invite(to(callee, "mark=" + mark));
      callee.awaitCall().refuse(486, "Busy Here");
      call.ackFailure(486);
      assertThat(notes(mark))
          .contains(
              "linked=true,true requests=true same-application=true pending=1 again=ok"
                  + " proxy=IllegalStateException");
    }
  }

  @Test
  @Tag("289-12")
  @DisplayName("Sessions that were unlinked do not know each other")
  default void unlinked() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      Call call = phone.invite(to(callee, "do=unlink;mark=" + mark));
      callee.awaitCall().refuse(486, "Busy Here");
      call.ackFailure(486);
      assertThat(notes(mark)).contains("unlinked=null,null");
    }
  }

  @Test
  @Tag("289-12")
  @DisplayName("A bridged call: answers, requests in the dialog, and its end")
  default void bridgedCall() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      Call call = phone.invite(to(callee, "x"));
      IncomingCall incoming = callee.awaitCall();
      incoming.ring();
      call.expect(180);
      incoming.accept();
      incoming.awaitAck();
      call.expect(200);
      call.ack();
      call.send("INFO", "X-Copied: again").expect(200);
      SipMessage info = incoming.awaitRequest("INFO");
      callee.respond(info, 200, "OK");
      assertThat(info.header("X-Copied")).isEqualTo("again");
      call.bye().expect(200);
      incoming.awaitBye();
    }
  }

  @Test
  @Tag("289-12")
  @DisplayName("createCancel: the caller's CANCEL goes on to the callee")
  default void cancelIsPassedOn() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      Call call = phone.invite(to(callee, "x"));
      IncomingCall incoming = callee.awaitCall();
      incoming.ring();
      call.expect(180);
      call.cancel().expect(200);
      call.ackFailure(487);
      incoming.awaitCancel();
    }
  }

  @Test
  @Tag("289-12")
  @DisplayName("Max-Forwards 0: no new leg, 483")
  default void tooManyHops() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      phone.invite(to(callee, "x"), "Max-Forwards: 0").ackFailure(483);
    }
  }

  @Test
  @Tag("289-12")
  @Tag("C-E2")
  @DisplayName("Two forks ring, the second accepts: the caller gets its 200")
  default void forkedLeg() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      Call call = phone.invite(to(callee, "x"));
      SipMessage invite = callee.awaitRequest("INVITE");
      callee.respond(invite, 180, "Ringing", "To: " + invite.header("To") + ";tag=a");
      call.expect(180);
      callee.respond(invite, 180, "Ringing", "To: " + invite.header("To") + ";tag=b");
      callee.respond(invite, 200, "OK", "To: " + invite.header("To") + ";tag=b");
      assertThat(callee.awaitRequest("ACK").header("To")).endsWith("tag=b");
      call.expect(200);
      call.ack();
    }
  }
}
