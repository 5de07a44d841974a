package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.test.faults.FaultsServlet;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipPhone;

/** Ends of dialogs, which end what is suspended in them (rule A15). Restcomm does not do this. */
@ArquillianTest
@Tag("A15")
class EndedDialogsTest extends InContainer {

  @Deployment(testable = false)
  static WebArchive faults() {
    return war("faults", FaultsServlet.class.getPackage());
  }

  private static void awaitNote(SipPhone phone, Call call, String note) {
    await().untilAsserted(() -> assertThat(notesOf(phone, call)).contains(note));
  }

  private static String notesOf(SipPhone phone, Call call) {
    return phone.request("MESSAGE", "notes", "X-Call: " + call.callId()).expect(200).body();
  }

  /** A call whose second INVITE is suspended. */
  private static Call suspendedInDialog(SipPhone phone) {
    Call call = phone.invite("anyone");
    call.expect(200);
    call.ack();
    call.inviteAgain("X-Do: hold");
    awaitNote(phone, call, "held");
    return call;
  }

  private static void assertEnded(SipPhone phone, Call call, int status, String... notes) {
    call.ackFailure(status);
    for (String note : notes) {
      awaitNote(phone, call, note);
    }
    assertThat(notesOf(phone, call)).doesNotContain("resumed", "answered after its end");
    assertThat(call.invite().finals()).containsOnly(status);
  }

  /**
   *
   *
   * <pre>
   * caller                    faults
   *   │ INVITE, 200, ACK       │
   *   │ INVITE ───────────────▶│ async(sleep)
   *   │ BYE ──────────────────▶│ operation aborted
   *   │◀────────────── 200 BYE │
   *   │◀─────────── 487 INVITE │ cancel route; answering throws
   * </pre>
   */
  @OverBothTransports
  @Tag("C-C2")
  @DisplayName("A15 C-C2: BYE ends a suspended re-INVITE: 487, and no other answer")
  void bye(String transport) {
    try (SipPhone phone = phone(transport)) {
      Call call = suspendedInDialog(phone);
      call.bye().expect(200);
      assertEnded(phone, call, 487, "ended: BYE", "SIPA-0020");
    }
  }

  @ParameterizedTest(name = "A15: a {0} within the dialog ends what is suspended in it")
  @ValueSource(ints = {481, 408})
  void refusedInDialog(int status) {
    try (SipPhone phone = phone("udp")) {
      Call call = suspendedInDialog(phone);
      call.send("MESSAGE", "X-Do: probe").expect(200);
      phone.respond(phone.awaitRequest("INFO"), status, "Gone");
      assertEnded(phone, call, 487, "ended: " + status + " within the dialog", "SIPA-0020");
    }
  }

  @Test
  @DisplayName("A15: any other failure within the dialog leaves it alone")
  void otherFailure() {
    try (SipPhone phone = phone("udp")) {
      Call call = suspendedInDialog(phone);
      call.send("MESSAGE", "X-Do: probe").expect(200);
      phone.respond(phone.awaitRequest("INFO"), 415, "Unsupported Media Type");
      call.send("MESSAGE").expect(200);
      assertThat(call.invite().finals()).isEmpty();
      assertThat(notesOf(phone, call)).doesNotContain("ended");
      call.bye().expect(200);
      call.ackFailure(487);
    }
  }

  @Test
  @DisplayName("A15: the end of the session ends what is suspended in it: 503")
  void sessionEnds() {
    try (SipPhone phone = phone("udp")) {
      Call call = suspendedInDialog(phone);
      call.send("MESSAGE", "X-Do: end").expect(200);
      assertEnded(phone, call, 503, "ended: session invalidated", "SIPA-0011");
    }
  }

  @OverBothTransports
  @Tag("C-C1")
  @DisplayName("A15 C-C1: a second INVITE meanwhile gets 500 with Retry-After; the first stays")
  void secondInvite(String transport) {
    try (SipPhone phone = phone(transport)) {
      Call call = suspendedInDialog(phone);
      Exchange first = call.invite();
      call.inviteAgain();
      assertThat(Integer.parseInt(call.ackFailure(500).header("Retry-After"))).isBetween(0, 10);
      assertThat(first.finals()).isEmpty();
      call.bye().expect(200);
      first.expect(487);
      awaitNote(phone, call, "ended: BYE");
    }
  }
}
