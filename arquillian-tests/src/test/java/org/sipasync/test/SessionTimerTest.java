package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.test.timed.Timed;
import org.sipasync.testkit.phone.Body;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** Session timers over real SIP, with intervals of seconds; the servlet's minimum is 2 s. */
@ArquillianTest
class SessionTimerTest extends InContainer {
  private static final String TIMER = "Supported: timer";

  @Deployment(testable = false)
  static WebArchive timed() {
    return war("timed", Timed.class.getPackage());
  }

  private static void awaitNote(SipPhone phone, String callId) {
    await()
        .untilAsserted(
            () ->
                assertThat(phone.request("MESSAGE", "timed").expect(200).body()).contains(callId));
  }

  /**
   *
   *
   * <pre>
   * caller                          timed
   *   │ INVITE, Session-Expires: 2 ──▶│
   *   │◀── 200, 2;refresher=uac       │
   *   │ ACK ─────────────────────────▶│
   *   │                               │ two thirds of 2 s, no refresh
   *   │◀── BYE                        │ sessionTimerExpired
   * </pre>
   */
  @Test
  @Tag("4028-10")
  @DisplayName("A call that the caller does not refresh ends, and the application knows")
  void callerDoesNotRefresh() {
    try (SipPhone caller = phone("udp")) {
      caller.invite("timed", TIMER, "Session-Expires: 1").ackFailure(422);
      Call call = caller.invite("timed", TIMER, "Session-Expires: 2;refresher=uac");
      SipMessage ok = call.expect(200);
      assertThat(ok.header("Session-Expires")).isEqualTo("2;refresher=uac");
      assertThat(ok.header("Require")).isEqualTo("timer");
      call.ack();
      SipMessage bye = caller.awaitRequest("BYE");
      assertThat(bye.header("Call-ID")).isEqualTo(call.callId());
      caller.respond(bye, 200, "OK");
      awaitNote(caller, call.callId());
    }
  }

  @Test
  @Tag("4028-9")
  @DisplayName("Refreshes of both sides: an UPDATE that is answered, a re-INVITE that comes")
  void bothRefresh() {
    try (SipPhone caller = phone("tcp")) {
      Call call = caller.invite("timed", TIMER, "Session-Expires: 20;refresher=uac");
      call.expect(200);
      call.ack();
      SipMessage ok = call.send("UPDATE", TIMER, "Session-Expires: 6;refresher=uas").expect(200);
      assertThat(ok.header("Session-Expires")).isEqualTo("6;refresher=uas");
      SipMessage refresh = caller.awaitRequest("INVITE");
      assertThat(refresh.header("Session-Expires")).isEqualTo("6;refresher=uac");
      assertThat(refresh.body()).contains("o=timed 1 1");
      caller.respond(
          refresh, 200, "OK", Body.SDP, "Require: timer", "Session-Expires: 20;refresher=uac");
      caller.awaitRequest("ACK");
      call.bye().expectFinal();
    }
  }

  @Test
  @Tag("4028-7.3")
  @DisplayName("A call of ours: 422, a longer interval, and a callee that does not refresh")
  void calleeWantsLongerAndDies() {
    try (SipPhone callee = phone("udp")) {
      String id =
          callee
              .request("MESSAGE", "timed", "X-Call: " + callee.address())
              .expect(200)
              .header("X-Call-ID");
      IncomingCall first = callee.awaitCall();
      assertThat(first.invite().header("Session-Expires")).isEqualTo("30");
      first.refuse(422, "Session Interval Too Small", "Min-SE: 40");
      IncomingCall second = callee.awaitCall();
      assertThat(second.invite().header("Session-Expires")).isEqualTo("40");
      assertThat(second.invite().header("Call-ID")).isEqualTo(id);
      second.accept("Session-Expires: 40;refresher=uas", "Require: timer");
      second.awaitAck();
      SipMessage ok = second.send("UPDATE", TIMER, "Session-Expires: 40;refresher=uac").expect(200);
      assertThat(ok.header("Session-Expires")).isEqualTo("40;refresher=uac");
      second.bye().expect(200);
    }
  }
}
