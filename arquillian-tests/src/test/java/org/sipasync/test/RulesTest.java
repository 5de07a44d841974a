package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.test.rules.RulesServlet;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** The rules of suspension at their edges. */
@ArquillianTest
class RulesTest extends InContainer {

  @Deployment(testable = false)
  static WebArchive rules() {
    return war("rules", RulesServlet.class.getPackage());
  }

  private static void awaitNote(SipPhone phone, String callId, String note) {
    await().untilAsserted(() -> assertThat(notes(phone, callId)).contains(note));
  }

  /**
   *
   *
   * <pre>
   * caller                    rules
   *   │ INVITE hold 10 s ─────▶│ async(sleep)
   *   │◀────────── 100 Trying  │
   *   │ CANCEL ───────────────▶│ operation aborted
   *   │◀──────────── 200 CANCEL│
   *   │◀──────────── 487 INVITE│ cancel route; answering throws
   *   │ ACK ──────────────────▶│
   * </pre>
   */
  @OverBothTransports
  @DisplayName("A8: CANCEL ends a suspended INVITE immediately")
  @Tag("A8")
  void cancel(String transport) {
    try (SipPhone caller = phone(transport)) {
      Call call = caller.invite("hold;ms=20000");
      call.expect(100);
      call.cancel().expect(200);
      call.ackFailure(487);
      awaitNote(caller, call.callId(), "cancel route");
      await().pollDelay(Duration.ofMillis(800)).until(() -> true);
      assertThat(call.invite().finals()).containsOnly(487);
      assertThat(notes(caller, call.callId()))
          .contains("doCancel")
          .contains("because: CANCEL")
          .contains("SIPA-0010")
          .contains("answered 487, so answering is no longer possible")
          .doesNotContain("resumed")
          .doesNotContain("answered after the end");
    }
  }

  @OverBothTransports
  @Tag("A8")
  @DisplayName("A8: a CANCEL after the answer changes nothing")
  void lateCancel(String transport) {
    try (SipPhone caller = phone(transport)) {
      Call call = caller.invite("hold;ms=1");
      call.expect(200);
      call.cancel().expect(200);
      call.ack();
      call.bye().expect(200);
      assertThat(call.invite().finals()).containsOnly(200);
    }
  }

  @OverBothTransports
  @DisplayName("A9: the deadline resumes with -3, never early")
  @Tag("A9")
  void deadline(String transport) {
    try (SipPhone caller = phone(transport)) {
      Exchange exchange = caller.request("OPTIONS", "deadline");
      SipMessage answer = exchange.expect(504);
      assertThat(answer.header("X-Rc")).isEqualTo("-3");
      assertThat(answer.header("X-Cause")).isEqualTo("sleep did not finish within 80 ms");
      assertThat(exchange.millisTo(504)).isGreaterThanOrEqualTo(80);
    }
  }

  @ParameterizedTest(name = "bad input is refused with a number and answered 500: {0}")
  @ValueSource(strings = {"zero", "beyond", "nothing"})
  void badInput(String what) {
    try (SipPhone caller = phone("udp")) {
      caller.request("OPTIONS", what).expect(500);
      Call call = caller.invite(what);
      call.ackFailure(500);
    }
  }

  @Test
  @Tag("A6")
  @DisplayName("A6: 10,000 suspensions in a row, without the stack growing")
  void longChain() {
    try (SipPhone caller = phone("udp")) {
      SipMessage ok = caller.request("OPTIONS", "chain;n=10000").expect(200);
      assertThat(Integer.parseInt(ok.header("X-Depth"))).isLessThan(200);
    }
  }

  @OverBothTransports
  @DisplayName("AVPs are typed, outlive suspensions, and fall back on session attributes")
  void avps(String transport) {
    try (SipPhone caller = phone(transport)) {
      SipMessage ok = caller.request("OPTIONS", "avps").expect(200);
      assertThat(ok.header("X-Sum")).isEqualTo("42");
      assertThat(ok.header("X-Attribute")).isEqualTo("of the session, null, 2");
      caller.request("OPTIONS", "misfit").expect(500);
    }
  }

  @OverBothTransports
  @Tag("F2")
  @DisplayName("F2: a client's CompletionStage resumes the call")
  void completionStage(String transport) {
    try (SipPhone caller = phone(transport)) {
      assertThat(caller.request("OPTIONS", "stage").expect(200).body()).isEqualTo("from client");
    }
  }

  /**
   *
   *
   * <pre>
   * caller                    rules
   *   │ INVITE, 200, ACK       │
   *   │ MESSAGE state ────────▶│ async(sleep)
   *   │ MESSAGE look ─────────▶│ writes and reads what the session keeps
   *   │◀─────────── 200 (look) │
   *   │◀────────── 200 (state) │
   * </pre>
   */
  @OverBothTransports
  @Tag("A14")
  @DisplayName("A14: the session keeps message, AVPs, route, function and deadline, serialisable")
  void keptState(String transport) {
    try (SipPhone caller = phone(transport)) {
      Call call = caller.invite("hold;ms=1");
      call.expect(200);
      call.ack();
      Exchange suspended = call.send("MESSAGE", "X-Do: state", "X-Mark: remember me");
      String kept = call.send("MESSAGE", "X-Do: look").expect(200).body();
      assertThat(kept)
          .startsWith("SuspendedState[")
          .contains("X-Mark: remember me")
          .contains(suspended.request().header("Call-ID"))
          .contains("route=held")
          .contains("Sleep[duration=PT0.3S]")
          .containsPattern("deadline=20\\d\\d-");
      suspended.expect(200);
      assertThat(call.send("MESSAGE", "X-Do: look").expect(200).body()).isEqualTo("nothing kept");
      call.bye().expect(200);
    }
  }

  /**
   *
   *
   * <pre>
   * caller                    rules
   *   │ INVITE, 200, ACK       │
   *   │ MESSAGE state ────────▶│ async(sleep)
   *   │ MESSAGE invalidate ───▶│ session.invalidate()
   *   │◀────── 503 (state)     │ operation aborted, cancel route
   * </pre>
   */
  @OverBothTransports
  @DisplayName("A11: invalidate() answers suspended messages 503; listeners are notified")
  @Tag("A11")
  void invalidate(String transport) {
    try (SipPhone caller = phone(transport)) {
      Call call = caller.invite("hold;ms=1");
      call.expect(200);
      call.ack();
      Exchange suspended = call.send("MESSAGE", "X-Do: state");
      call.send("MESSAGE", "X-Do: invalidate").expect(200);
      suspended.expect(503);
      awaitNote(caller, call.callId(), "SIPA-0011");
      assertThat(notes(caller, call.callId())).contains("because: session invalidated");
      String session = pairs(notes(caller, call.callId())).get("session");
      awaitNote(caller, "destroyed", session);
    }
  }

  @Test
  @Tag("A11")
  @DisplayName("A11: a session does not expire while something in it is suspended")
  void expiryIsPostponed() {
    try (SipPhone caller = phone("udp")) {
      Exchange call = caller.invite("short").invite();
      await().atMost(Duration.ofSeconds(75)).until(() -> !call.finals().isEmpty());
      assertThat(call.finals()).containsOnly(200);
    }
  }

  @OverBothTransports
  @Tag("A10")
  @DisplayName("A10: async in an ACK handler blocks and then runs the route")
  void asyncInAck(String transport) {
    try (SipPhone caller = phone(transport)) {
      Call call = caller.invite("hold;ms=1");
      call.expect(200);
      call.ack();
      awaitNote(caller, call.callId(), "acknowledged ACK 1\nafter async in doAck");
      call.bye().expect(200);
    }
  }

  @OverBothTransports
  @Tag("A10")
  @DisplayName("A10: async in a timer blocks and then runs the route without a message")
  void asyncInTimer(String transport) {
    try (SipPhone caller = phone(transport)) {
      Exchange exchange = caller.request("MESSAGE", "timer");
      exchange.expect(200);
      awaitNote(caller, exchange.request().header("Call-ID"), "timer waited, rc 1, message null");
    }
  }

  /**
   *
   *
   * <pre>
   * caller            rules            callee
   *   │ MESSAGE ──────▶│ async before(MESSAGE)
   *   │◀────────── 200 │
   *   │                │ MESSAGE ──────▶│ by the route
   *   │                │◀────────── 200 │ async in doSuccessResponse
   * </pre>
   */
  @OverBothTransports
  @Tag("A10")
  @DisplayName("A10: an outgoing request is held back; a response is suspended")
  void ownRequestAndResponse(String transport) {
    try (SipPhone caller = phone(transport);
        SipPhone callee = phone("udp")) {
      Exchange exchange = caller.request("MESSAGE", "outbound;port=" + callee.port());
      exchange.expect(200);
      callee.respond(callee.awaitRequest("MESSAGE"), 200, "OK");
      String call = exchange.request().header("Call-ID");
      awaitNote(caller, call, "suspended response 200");
      assertThat(notes(caller, call)).contains("SIPA-0004").doesNotContain("sent too early");
    }
  }

  @OverBothTransports
  @Tag("A6")
  @DisplayName("A6: a resume route proxies")
  void proxyFromRoute(String transport) {
    try (SipPhone caller = phone(transport);
        SipPhone callee = phone("udp")) {
      Exchange exchange = caller.request("MESSAGE", "proxylater;port=" + callee.port());
      callee.respond(callee.awaitRequest("MESSAGE"), 202, "Accepted");
      exchange.expect(202);
    }
  }

  @OverBothTransports
  @Tag("A6")
  @DisplayName("A6: a resume route becomes a back-to-back user agent")
  void legFromRoute(String transport) {
    try (SipPhone caller = phone(transport);
        SipPhone callee = phone("udp")) {
      Call call = caller.invite("legging;port=" + callee.port());
      callee.respond(callee.awaitRequest("INVITE"), 200, "OK");
      call.expect(200);
      callee.awaitRequest("ACK");
      call.ack();
      call.bye().expect(200);
    }
  }

  @OverBothTransports
  @Tag("A6")
  @DisplayName("A6: a route that answers nothing is no error")
  void silentRoute(String transport) {
    try (SipPhone caller = phone(transport)) {
      Exchange exchange = caller.request("MESSAGE", "silent");
      awaitNote(caller, exchange.request().header("Call-ID"), "silent");
      assertThat(exchange.finals()).isEmpty();
    }
  }
}
