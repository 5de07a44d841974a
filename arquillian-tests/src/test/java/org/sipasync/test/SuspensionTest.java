package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.test.app.OneServlet;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** Suspending and resuming, as a caller sees it. */
@ArquillianTest
class SuspensionTest extends InContainer {
  private static final int DIALOGS = 30;

  @Deployment(testable = false)
  static WebArchive one() {
    return war("one", OneServlet.class.getPackage());
  }

  /**
   *
   *
   * <pre>
   * caller                    one
   *   │ INVITE pause ─────────▶│ async(sleep, paused)
   *   │◀────────── 200 OK (SDP)│ paused: rc 1
   *   │ ACK ──────────────────▶│
   *   │ BYE ──────────────────▶│
   *   │◀────────────────── 200 │
   * </pre>
   */
  @ParameterizedTest(name = "A1 A2: a suspended INVITE is answered by its resume route, over {0}")
  @ValueSource(strings = {"udp", "tcp"})
  @Tag("A1")
  @Tag("A2")
  void inviteIsResumed(String transport) {
    try (SipPhone caller = phone(transport)) {
      Call call = caller.invite("pause;ms=100");
      assertThat(call.expect(200).header("X-Rc")).isEqualTo("1");
      assertThat(call.invite().millisTo(200)).isGreaterThanOrEqualTo(100);
      call.ack();
      call.bye().expect(200);
      assertThat(call.invite().finals()).containsExactly(200);
    }
  }

  /**
   *
   *
   * <pre>
   * caller                    one
   *   │ OPTIONS pause ────────▶│ async(sleep, paused)
   *   │◀────────────────── 200 │
   * </pre>
   */
  @ParameterizedTest(name = "A2: a suspended {0} is answered by its resume route")
  @ValueSource(strings = {"OPTIONS udp", "OPTIONS tcp", "MESSAGE udp", "MESSAGE tcp"})
  @Tag("A2")
  void otherRequestsAreResumed(String methodAndTransport) {
    String[] parts = methodAndTransport.split(" ");
    try (SipPhone caller = phone(parts[1])) {
      Exchange exchange = caller.request(parts[0], "pause;ms=60");
      assertThat(exchange.expect(200).header("X-Rc")).isEqualTo("1");
      assertThat(exchange.millisTo(200)).isGreaterThanOrEqualTo(60);
    }
  }

  /**
   *
   *
   * <pre>
   * caller                    one
   *   │ INVITE pause ─────────▶│ async(sleep 700 ms)
   *   │◀────────── 100 Trying  │ at most 200 ms later
   *   │ INVITE again ─────────▶│ absorbed
   *   │ INVITE again ─────────▶│ absorbed
   *   │◀────────────────── 200 │ the handler ran once
   * </pre>
   */
  @Test
  @Tag("A7")
  @DisplayName("A7: 100 Trying goes out, a retransmitted INVITE never runs the handler again")
  void inviteRetransmissionIsAbsorbed() {
    try (SipPhone caller = phone("udp")) {
      Call call = caller.invite("pause;ms=700");
      call.invite().expect(100);
      call.invite().retransmit();
      call.invite().retransmit();
      assertThat(call.expect(200).header("X-Handled")).isEqualTo("1");
      call.ack();
      call.bye().expect(200);
    }
  }

  /**
   *
   *
   * <pre>
   * caller                    one
   *   │ MESSAGE pause ────────▶│ async(sleep 400 ms)
   *   │ MESSAGE again, twice ─▶│ absorbed
   *   │◀────────────────── 200 │ the handler ran once
   *   │ MESSAGE again ────────▶│ answered by the transaction
   *   │◀────────────────── 200 │
   * </pre>
   */
  @Test
  @Tag("A7")
  @DisplayName("A7: a retransmitted MESSAGE never runs the handler again")
  void messageRetransmissionIsAbsorbed() {
    try (SipPhone caller = phone("udp")) {
      Exchange exchange = caller.request("MESSAGE", "pause;ms=400");
      exchange.retransmit();
      exchange.retransmit();
      assertThat(exchange.expect(200).header("X-Handled")).isEqualTo("1");
      await()
          .until(
              () -> {
                exchange.retransmit();
                return exchange.finals().size() >= 2;
              });
      assertThat(notes(caller, exchange.request().header("Call-ID")))
          .containsOnlyOnce("handler on")
          .containsOnlyOnce("resumed");
    }
  }

  @OverBothTransports
  @Tag("A4")
  @DisplayName("A4: resume routes run on a container thread, in the WAR's context")
  void resumeRouteHasTheContext(String transport) {
    try (SipPhone caller = phone(transport)) {
      SipMessage ok = caller.request("OPTIONS", "environment;ms=10").expect(200);
      assertInContext(ok.header("X-Environment"));
      assertThat(ok.header("X-Session")).isEqualTo("true");
    }
  }

  /**
   * Container threads stay in the context between handlers, for a second at most (ADR 24): calls
   * for longer than that come upon threads that stay and threads that enter anew.
   */
  @Test
  @Tag("A4")
  @DisplayName("A4: a handler's open JTA transaction does not reach the next handler")
  void transactionsEndWithTheirHandler() {
    try (SipPhone caller = phone("udp")) {
      long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
      for (int i = 0; i < 100 || System.nanoTime() - end < 0; i++) {
        SipMessage ok = caller.request("OPTIONS", "transaction;ms=1").expect(200);
        assertThat(ok.header("X-Before")).isEqualTo("none, none");
      }
    }
  }

  private static void assertInContext(String environment) {
    Map<String, String> here = pairs(environment);
    // Not the stack's sip-async-…, not a clock's sip-…-timer, not an event loop's
    assertThat(here.get("thread")).matches("sip-\\d+");
    assertThat(here)
        .containsEntry("loader", "true")
        .containsEntry("module", "one")
        .containsEntry("executor", "true")
        .containsEntry("bean", "counter");
  }

  @OverBothTransports
  @Tag("A4")
  @DisplayName("A4: servlet timers run on a container thread, in the WAR's context")
  void timerHasTheContext(String transport) {
    try (SipPhone caller = phone(transport)) {
      SipMessage ok = caller.request("OPTIONS", "timer").expect(200);
      assertInContext(ok.header("X-Environment"));
      assertThat(ok.header("X-Info")).isEqualTo("late");
    }
  }

  @OverBothTransports
  @Tag("A4")
  @DisplayName("A4: session listeners run in the WAR's context")
  void listenerHasTheContext(String transport) {
    try (SipPhone caller = phone(transport)) {
      caller.request("OPTIONS", "pause;ms=1").expect(200);
      assertThat(notes(caller, "listener").lines())
          .isNotEmpty()
          .allSatisfy(SuspensionTest::assertInContext);
    }
  }

  @OverBothTransports
  @Tag("F2")
  @Tag("A2")
  @DisplayName("F2 A2: a blocking function runs in the WAR's context; its value is an AVP")
  void blockingFunction(String transport) {
    try (SipPhone caller = phone(transport)) {
      SipMessage ok = caller.request("OPTIONS", "blocking").expect(200);
      assertThat(ok.header("X-Rc")).isEqualTo("1");
      assertThat(ok.header("X-Computed")).startsWith("value of OPTIONS by ");
      assertThat(pairs(ok.header("X-Computed")))
          .containsEntry("module", "one")
          .containsEntry("bean", "counter");
    }
  }

  @OverBothTransports
  @Tag("A5")
  @DisplayName("A5: a failed function resumes with -1 and the cause")
  void failingFunction(String transport) {
    try (SipPhone caller = phone(transport)) {
      SipMessage answer = caller.request("OPTIONS", "failing").expect(503);
      assertThat(answer.header("X-Rc")).isEqualTo("-1");
      assertThat(answer.header("X-Cause")).contains("IOException").contains("out of order");
    }
  }

  @OverBothTransports
  @Tag("A6")
  @DisplayName("A6: a resume route may suspend again; session attributes serve as AVPs")
  void chain(String transport) {
    try (SipPhone caller = phone(transport)) {
      assertThat(caller.request("OPTIONS", "chain;ms=10").expect(200).header("X-Steps"))
          .isEqualTo("3");
    }
  }

  @OverBothTransports
  @Tag("A1")
  @DisplayName("A1: answering, changing or proxying a suspended message throws; it stays suspended")
  void handlerCannotTouchASuspendedMessage(String transport) {
    try (SipPhone caller = phone(transport)) {
      Exchange exchange = caller.request("OPTIONS", "disobedient;ms=50");
      assertThat(exchange.expect(200).header("X-Rc")).isEqualTo("1");
      assertThat(
              notes(caller, exchange.request().header("Call-ID"))
                  .lines()
                  .filter(note -> note.startsWith("refused")))
          .hasSize(3)
          .allMatch(note -> note.contains("SIPA-0004") && note.contains("route \"paused\""))
          .anyMatch(note -> note.contains("answering"))
          .anyMatch(note -> note.contains("changing"))
          .anyMatch(note -> note.contains("proxying"));
    }
  }

  @OverBothTransports
  @Tag("A1")
  @DisplayName("A1: suspending twice in one handler throws; the first suspension stands")
  void suspendingTwice(String transport) {
    try (SipPhone caller = phone(transport)) {
      Exchange exchange = caller.request("OPTIONS", "twice;ms=50");
      exchange.expect(200);
      assertThat(notes(caller, exchange.request().header("Call-ID"))).contains("SIPA-0003");
    }
  }

  @OverBothTransports
  @Tag("A1")
  @DisplayName("An unknown route: the exception suggests the nearest name, the caller gets 500")
  void unknownRoute(String transport) {
    try (SipPhone caller = phone(transport)) {
      Exchange exchange = caller.request("OPTIONS", "lost");
      exchange.expect(500);
      assertThat(notes(caller, exchange.request().header("Call-ID")))
          .contains("SIPA-0002")
          .contains("did you mean \"paused\"?");
    }
  }

  @OverBothTransports
  @Tag("A1")
  @DisplayName("An answered request cannot be suspended")
  void committedRequest(String transport) {
    try (SipPhone caller = phone(transport)) {
      Exchange exchange = caller.request("OPTIONS", "committed");
      exchange.expect(200);
      // Noted after the answer has gone
      await()
          .untilAsserted(
              () ->
                  assertThat(notes(caller, exchange.request().header("Call-ID")))
                      .contains("SIPA-0005"));
    }
  }

  /**
   *
   *
   * <pre>
   * caller                    one
   *   │ INVITE, 200, ACK       │
   *   │ INFO 1 ───────────────▶│ begin 1
   *   │ INFO 2 ───────────────▶│    ·
   *   │ INFO 3 ───────────────▶│    ·
   *   │ INFO 4 ───────────────▶│ end 1, begin 2, end 2, begin 3 …
   *   │◀──────── 200, four times
   * </pre>
   *
   * <p>Many dialogs at once, or the messages would be in order by mere luck.
   */
  @ParameterizedTest(name = "A4: overlapping INFOs of a dialog are handled in order, over {0}")
  @ValueSource(strings = {"udp", "tcp"})
  @Tag("A4")
  void overlappingInfosKeepTheirOrder(String transport) {
    try (SipPhone caller = phone(transport)) {
      List<Call> calls = IntStream.range(0, DIALOGS).mapToObj(i -> answered(caller)).toList();
      List<Exchange> infos = new ArrayList<>();
      for (Call call : calls) {
        for (int number = 1; number <= 4; number++) {
          infos.add(call.send("INFO", "X-Number: " + number));
        }
      }
      infos.forEach(info -> info.expect(200));
      for (Call call : calls) {
        assertThat(
                notes(caller, call.callId())
                    .lines()
                    .filter(note -> note.startsWith("begin") || note.startsWith("end")))
            .containsExactly(
                "begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3", "begin 4", "end 4");
        call.bye().expect(200);
      }
    }
  }

  private static Call answered(SipPhone caller) {
    Call call = caller.invite("pause;ms=1");
    call.expect(200);
    call.ack();
    return call;
  }

  /**
   *
   *
   * <pre>
   * caller                    one
   *   │ INVITE, 200, ACK       │
   *   │ MESSAGE pause ────────▶│ async(sleep 800 ms)
   *   │ INFO ─────────────────▶│ handled at once: the lock is free
   *   │◀──────────── 200 (INFO)│
   *   │◀───────── 200 (MESSAGE)│
   * </pre>
   */
  @OverBothTransports
  @Tag("A4")
  @DisplayName("A4: other messages of the session are handled while one is suspended")
  void sessionIsFreeWhileSuspended(String transport) {
    try (SipPhone caller = phone(transport)) {
      Call call = caller.invite("pause;ms=1");
      call.expect(200);
      call.ack();
      Exchange suspended = call.send("MESSAGE", "X-Do: pause", "X-Ms: 800");
      call.send("INFO", "X-Number: 1").expect(200);
      assertThat(suspended.finals()).isEmpty();
      suspended.expect(200);
      call.bye().expect(200);
    }
  }

  /**
   *
   *
   * <pre>
   * caller                    one
   *   │ INVITE pause 10 s ────▶│ async(sleep)
   *   │ CANCEL ───────────────▶│
   *   │◀──────────── 200 CANCEL│
   *   │◀──────────── 487 INVITE│ and nothing after it
   * </pre>
   */
  @OverBothTransports
  @Tag("A8")
  @DisplayName("A8: a CANCEL ends the suspended INVITE with an immediate 487; the route never runs")
  void cancelEndsTheSuspension(String transport) {
    try (SipPhone caller = phone(transport)) {
      Call call = caller.invite("pause;ms=600");
      call.expect(100);
      call.cancel().expect(200);
      call.ackFailure(487);
      caller.request("OPTIONS", "pause;ms=700").expect(200); // the INVITE's pause would be over
      assertThat(call.invite().finals()).containsOnly(487);
      assertThat(notes(caller, call.callId())).doesNotContain("resumed");
    }
  }

  @OverBothTransports
  @DisplayName("SIP objects are the same by @Inject, @Resource and ServletContext")
  void sipObjectsAreInjected(String transport) {
    try (SipPhone caller = phone(transport)) {
      SipMessage ok = caller.request("OPTIONS", "injected").expect(200);
      assertThat(ok.header("X-Injected")).isEqualTo("true");
      assertThat(ok.header("X-Uri")).isEqualTo("sip:made@by.factory");
    }
  }

  /**
   *
   *
   * <pre>
   * caller            one             callee
   *   │ INVITE ───────▶│ INVITE ───────▶│
   *   │                │◀────────── 200 │
   *   │◀────────── 200 │ ACK ──────────▶│
   *   │ ACK ──────────▶│                │
   *   │ BYE ──────────▶│ BYE ──────────▶│
   *   │◀────────── 200 │◀────────── 200 │
   * </pre>
   */
  @Test
  @DisplayName("A back-to-back user agent's legs share their session's order")
  void b2bua() {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = caller.invite("b2bua;port=" + callee.port());
      IncomingCall incoming = callee.awaitCall();
      incoming.accept();
      call.expect(200);
      incoming.awaitAck();
      call.ack();
      Exchange bye = call.bye();
      incoming.awaitBye();
      bye.expect(200);
    }
  }

  /**
   *
   *
   * <pre>
   * caller            one             callee
   *   │ INVITE ───────▶│ INVITE ───────▶│
   *   │◀────────── 200 │◀────────── 200 │
   *   │ ACK ──────────▶│ ACK ──────────▶│  by Record-Route
   *   │ BYE ──────────▶│ BYE ──────────▶│  or the other way round
   *   │◀────────── 200 │◀────────── 200 │
   * </pre>
   */
  @ParameterizedTest(name = "A record-routing proxy stays on the path; the caller hangs up: {0}")
  @ValueSource(booleans = {true, false})
  void proxy(boolean callerHangsUp) {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = caller.invite("proxy;port=" + callee.port());
      IncomingCall incoming = callee.awaitCall();
      incoming.accept();
      call.expect(200);
      call.ack();
      SipMessage ack = incoming.awaitAck();
      assertThat(ack.all("Via").toString())
          .as("through the proxy")
          .containsPattern("branch.+branch");
      Exchange bye = callerHangsUp ? call.bye() : incoming.bye();
      SipPhone other = callerHangsUp ? callee : caller;
      SipMessage received = other.awaitRequest("BYE");
      assertThat(received.all("Via").toString())
          .as("through the proxy")
          .containsPattern("branch.+branch");
      other.respond(received, 200, "OK");
      bye.expect(200);
    }
  }
}
