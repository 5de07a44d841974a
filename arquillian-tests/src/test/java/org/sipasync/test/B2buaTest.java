package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.test.b2bua.LegsServlet;
import org.sipasync.testkit.phone.Body;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** The kinds of back-to-back user agents that applications are, between real phones. */
@ArquillianTest
@Tag("289-12")
class B2buaTest extends InContainer {

  @Deployment(testable = false)
  static WebArchive b2bua() {
    return war("b2bua", LegsServlet.class.getPackage());
  }

  private static void answer(SipPhone callee, SipMessage invite, int status, String tag) {
    String to = "To: " + invite.header("To") + ";tag=" + tag;
    callee.respond(invite, status, "Answered", Body.SDP, to);
  }

  private static String tag(SipMessage response) {
    String to = response.header("To");
    return to.substring(to.indexOf("tag=") + 4);
  }

  @Test
  @Tag("C-E1")
  @DisplayName("The caller's ACK comes late: the callee still gets its own")
  void lateAck() {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = caller.invite("bridge;port=" + callee.port());
      IncomingCall incoming = callee.awaitCall();
      incoming.accept();
      await().until(() -> call.invite().finals().size() >= 3); // repeated: 1.5 s have passed
      call.ack();
      incoming.awaitAck();
      call.bye();
      incoming.awaitBye();
    }
  }

  @Test
  @Tag("C-E2")
  @DisplayName("Two forks of the callee's side accept: the caller has two calls")
  void forks() {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = caller.invite("bridge;port=" + callee.port());
      SipMessage invite = callee.awaitRequest("INVITE");
      answer(callee, invite, 180, "a");
      answer(callee, invite, 180, "b");
      answer(callee, invite, 200, "b");
      SipMessage first = call.expect(200);
      call.ack();
      assertThat(tag(callee.awaitRequest("ACK"))).isEqualTo("b");
      answer(callee, invite, 200, "a");
      await()
          .until(
              () ->
                  call.invite().responses().stream()
                      .anyMatch(r -> r.status() == 200 && !tag(r).equals(tag(first))));
      assertThat(
              call.invite().responses().stream()
                  .filter(r -> r.status() == 180)
                  .map(B2buaTest::tag)
                  .distinct())
          .as("a To tag for each fork")
          .hasSize(2)
          .contains(tag(first));
      call.ack();
      assertThat(tag(callee.awaitRequest("ACK"))).isEqualTo("a");
      call.bye();
      SipMessage bye = callee.awaitRequest("BYE");
      callee.respond(bye, 200, "OK");
      assertThat(tag(bye)).isEqualTo("a");
    }
  }

  @Test
  @Tag("A8")
  @DisplayName("The callee accepts although it has the CANCEL: ACK and BYE, no call is left")
  void acceptanceCrossesTheCancel() {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = caller.invite("bridge;port=" + callee.port());
      IncomingCall incoming = callee.awaitCall();
      incoming.ring();
      call.expect(180);
      call.cancel().expect(200);
      call.ackFailure(487);
      callee.respond(incoming.awaitRequest("CANCEL"), 200, "OK");
      incoming.accept();
      incoming.awaitAck();
      incoming.awaitBye();
    }
  }

  @Test
  @Tag("A8")
  @DisplayName("A CANCEL before the callee's first response waits for it")
  void earlyCancel() {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = caller.invite("bridge;port=" + callee.port());
      IncomingCall incoming = callee.awaitCall();
      call.cancel().expect(200);
      call.ackFailure(487);
      incoming.ring();
      incoming.awaitCancel();
    }
  }

  @Test
  @Tag("289-5.7.1")
  @DisplayName("A reliable 183 and its PRACK cross both legs")
  void reliable() {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = caller.invite("bridge;port=" + callee.port(), "Supported: 100rel");
      SipMessage invite = callee.awaitRequest("INVITE");
      assertThat(invite.header("Supported")).isEqualTo("100rel");
      callee.respond(invite, 183, "Progress", "Require: 100rel", "RSeq: 17");
      SipMessage progress = call.expect(183);
      String rack = "RAck: " + progress.header("RSeq") + " " + progress.header("CSeq");
      Exchange prack = call.send("PRACK", "To: " + progress.header("To"), rack);
      SipMessage passed = callee.awaitRequest("PRACK");
      assertThat(passed.header("RAck")).isEqualTo("17 " + invite.header("CSeq"));
      callee.respond(passed, 200, "OK");
      prack.expect(200);
      callee.respond(invite, 200, "OK", Body.SDP);
      call.expect(200);
      call.ack();
      callee.awaitRequest("ACK");
    }
  }

  @Test
  @Tag("C-C1")
  @DisplayName("Both phones change the call: one gets through, the other gets 491")
  void glare() {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = caller.invite("bridge;port=" + callee.port());
      IncomingCall incoming = talk(call, callee);
      Exchange again = call.inviteAgain();
      SipMessage passed = incoming.awaitRequest("INVITE");
      incoming.send("INVITE", Body.SDP).expect(491);
      callee.respond(passed, 200, "OK", Body.SDP);
      again.expect(200);
      call.ack();
      incoming.awaitAck();
    }
  }

  @Test
  @Tag("A15")
  @DisplayName("Both hang up at once: each BYE is answered")
  void byesCross() {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = caller.invite("bridge;port=" + callee.port());
      IncomingCall incoming = talk(call, callee);
      Exchange one = call.bye();
      SipMessage passed = incoming.awaitRequest("BYE");
      incoming.bye().expect(200);
      callee.respond(passed, 200, "OK");
      one.expect(200);
    }
  }

  @Test
  @DisplayName("One phone is busy: the next one is called, and the caller talks to it")
  void nextLeg() {
    try (SipPhone caller = phone("udp");
        SipPhone busy = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = caller.invite("serial;port=" + busy.port() + ";next=" + callee.port());
      busy.awaitCall().refuse(486, "Busy Here");
      IncomingCall incoming = talk(call, callee);
      Exchange bye = call.bye();
      incoming.awaitBye();
      bye.expect(200);
    }
  }

  @Test
  @DisplayName("Click to call: two phones are called and bridged; one hangs up")
  void clickToCall() {
    try (SipPhone clicking = phone("udp");
        SipPhone one = phone("udp");
        SipPhone other = phone("udp")) {
      clicking.request("MESSAGE", "click;a=" + one.port() + ";b=" + other.port()).expect(200);
      IncomingCall first = one.awaitCall();
      assertThat(first.invite().body()).isEmpty();
      first.accept();
      IncomingCall second = other.awaitCall();
      assertThat(second.invite().body()).as("the first one's offer").startsWith("v=0");
      second.accept();
      second.awaitAck();
      assertThat(first.awaitAck().body()).as("the second one's answer").startsWith("v=0");
      Exchange bye = first.bye();
      second.awaitBye();
      bye.expect(200);
    }
  }

  @Test
  @DisplayName("Blind transfer: REFER, NOTIFY, and the phone that stays talks to the new one")
  void transfer() {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp");
        SipPhone third = phone("udp")) {
      Call call = caller.invite("transfer;port=" + callee.port());
      IncomingCall incoming = talk(call, callee);
      incoming.send("REFER", "Refer-To: <sip:third@127.0.0.1:" + third.port() + ">").expect(202);
      SipMessage trying = incoming.awaitRequest("NOTIFY");
      assertThat(trying.body()).contains("100 Trying");
      callee.respond(trying, 200, "OK");
      IncomingCall transferred = third.awaitCall();
      transferred.accept();
      transferred.awaitAck();
      SipMessage again = caller.awaitRequest("INVITE");
      caller.respond(again, 200, "OK", Body.SDP);
      caller.awaitRequest("ACK");
      SipMessage done = incoming.awaitRequest("NOTIFY");
      assertThat(done.header("Subscription-State")).startsWith("terminated");
      callee.respond(done, 200, "OK");
      incoming.awaitBye();
      Exchange bye = transferred.bye();
      SipMessage passed = caller.awaitRequest("BYE");
      caller.respond(passed, 200, "OK");
      bye.expect(200);
    }
  }

  @Test
  @DisplayName("Music on hold: a re-INVITE of the application's own; its 491 is told")
  void musicOnHold() {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = caller.invite("music;port=" + callee.port());
      IncomingCall incoming = talk(call, callee);
      Exchange hold = call.send("INFO", "X-Hold: on");
      SipMessage music = incoming.awaitRequest("INVITE");
      assertThat(music.body()).contains("a=sendonly");
      callee.respond(music, 200, "OK", Body.SDP);
      incoming.awaitAck();
      hold.expect(200);
      Exchange later = call.send("INFO", "X-Hold: on");
      callee.respond(incoming.awaitRequest("INVITE"), 491, "Request Pending");
      incoming.awaitAck();
      later.expect(491);
    }
  }
}
