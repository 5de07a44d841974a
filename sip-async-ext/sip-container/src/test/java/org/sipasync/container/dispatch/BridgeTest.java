package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.time.Duration;
import java.util.List;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession.State;
import javax.servlet.sip.UAMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;

/** A back-to-back user agent that passes everything on (JSR 289 12). */
@Tag("289-12")
class BridgeTest {
  private final Bridge bridge = new Bridge();
  private final TestContainer test = bridge.test;
  private final TestFlow flow = bridge.flow;

  @AfterEach
  void close() {
    bridge.close();
  }

  private void nothingIsLeft() {
    assertThat(test.sessions.applicationSessions()).as("application sessions").isZero();
    assertThat(test.sessions.sipSessions()).as("sessions").isZero();
    assertThat(test.sessions.lanes().size()).as("lanes").isZero();
  }

  @Test
  void callIsPassedOnFromItsBeginningToItsEnd() {
    SipRequest leg = bridge.call("X-Copied: yes", "Content-Length: 0");
    assertThat(leg.header(HeaderName.of("X-Copied"))).isEqualTo("yes");
    bridge.answer(leg, 180, "b");
    bridge.answer(leg, 200, "b");
    String tag = bridge.lastTag();
    assertThat(bridge.responses()).containsExactly("180 INVITE " + tag, "200 INVITE " + tag);
    test.receive(request("ACK", 1, tag));
    assertThat(flow.take()).containsExactly("ACK sip:bob@desk");
    test.receive(request("INFO", 2, tag));
    SipRequest info = flow.lastRequest();
    assertThat(flow.take()).containsExactly("INFO sip:bob@desk");
    test.answer(info, 200, "b");
    assertThat(flow.take()).containsExactly("200 OK INFO");
    bridge.fromCalleeNow(leg, "BYE", 1, "b");
    SipRequest bye = flow.lastRequest();
    assertThat(flow.take()).containsExactly("BYE sip:alice@192.0.2.2");
    test.answer(bye, 200, "alice");
    assertThat(flow.take()).containsExactly("200 OK BYE");
    nothingIsLeft();
  }

  /** The caller's ACK comes long after the 200. */
  @Test
  @Tag("C-E1")
  void acceptanceIsPendingUntilItsAckIsMade() {
    SipRequest leg = bridge.call();
    bridge.answer(leg, 200, "b");
    String tag = bridge.lastTag();
    SipServletResponse ok = (SipServletResponse) bridge.seen.get(1);
    B2buaHelper helper = ok.getRequest().getB2buaHelper();
    test.pass(Duration.ofSeconds(5));
    List<SipServletMessage> pending = helper.getPendingMessages(ok.getSession(), UAMode.UAC);
    assertThat(pending).containsExactly(ok);
    flow.take();
    test.receive(request("ACK", 1, tag));
    assertThat(flow.take()).containsExactly("ACK sip:bob@desk");
    assertThat(helper.getPendingMessages(ok.getSession(), UAMode.UAC)).isEmpty();
  }

  @Test
  void requestIsPendingUntilItsFinalResponse() {
    SipRequest leg = bridge.call();
    RequestFacade invite = (RequestFacade) bridge.received;
    B2buaHelper helper = invite.getB2buaHelper();
    assertThat(helper.getPendingMessages(invite.getSession(), UAMode.UAS)).containsExactly(invite);
    bridge.answer(leg, 180, "b");
    var callee = helper.getLinkedSession(invite.getSession());
    assertThat(helper.getPendingMessages(callee, UAMode.UAC)).as("180").isEmpty();
    assertThat(helper.getPendingMessages(invite.getSession(), UAMode.UAS)).containsExactly(invite);
    bridge.answer(leg, 200, "b");
    assertThat(helper.getPendingMessages(invite.getSession(), UAMode.UAS)).isEmpty();
    String tag = bridge.lastTag();
    test.receive(request("ACK", 1, tag));
    test.receive(request("INFO", 2, tag));
    test.receive(request("INFO", 3, tag));
    assertThat(helper.getPendingMessages(invite.getSession(), UAMode.UAS))
        .extracting(message -> message.getHeader("CSeq"))
        .containsExactly("2 INFO", "3 INFO");
  }

  @Test
  void refusalIsPassedOn() {
    SipRequest leg = bridge.call();
    bridge.answer(leg, 486, "b");
    assertThat(flow.take()).contains("486 Busy Here INVITE");
    nothingIsLeft();
  }

  @Test
  void cancelIsPassedOn() {
    SipRequest leg = bridge.call();
    bridge.answer(leg, 180, "b");
    flow.take();
    test.receive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
    assertThat(flow.take())
        .containsExactly(
            "200 OK CANCEL", "487 Request Terminated INVITE", "CANCEL sip:bob@192.0.2.1");
    bridge.answer(leg, 487, "b");
    assertThat(flow.take()).containsExactly("ACK sip:bob@192.0.2.1");
    nothingIsLeft();
  }

  @Test
  void cancelOfAReInviteIsPassedOn() {
    bridge.talk();
    String tag = bridge.callerTag();
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "j", 2, tag));
    SipRequest again = flow.lastRequest();
    bridge.answer(again, 180, "b");
    flow.take();
    test.receive(request("CANCEL", "sip:bob@192.0.2.1", "j", 2, tag));
    assertThat(flow.take())
        .containsExactly("200 OK CANCEL", "487 Request Terminated INVITE", "CANCEL sip:bob@desk");
    bridge.answer(again, 487, "b");
    assertThat(flow.take()).containsExactly("ACK sip:bob@desk");
    test.receive(request("BYE", 3, tag));
    assertThat(flow.take()).as("the call goes on").contains("BYE sip:bob@desk");
  }

  /** It has been accepted meanwhile: to hang up would be too much. */
  @Test
  void acceptedReInviteIsNotCancelled() {
    bridge.talk();
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "j", 2, bridge.callerTag()));
    SipRequest again = flow.lastRequest();
    test.onResponse = response -> {};
    bridge.answer(again, 200, "b");
    flow.take();
    B2buaHelper helper = bridge.received.getB2buaHelper();
    var callee = helper.getLinkedSession(bridge.received.getSession());
    assertThatThrownBy(() -> helper.createCancel(callee)).isInstanceOf(IllegalStateException.class);
    assertThat(flow.take()).isEmpty();
  }

  /** RFC 3261 9.1: a CANCEL waits for the first provisional response. */
  @Test
  void cancelBeforeTheHundredWaits() {
    SipRequest leg = bridge.call();
    test.receive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
    assertThat(flow.take()).containsExactly("200 OK CANCEL", "487 Request Terminated INVITE");
    test.answer(leg, 100, "b");
    assertThat(flow.take()).containsExactly("CANCEL sip:bob@192.0.2.1");
    bridge.answer(leg, 487, "b");
    flow.take();
    nothingIsLeft();
  }

  @Test
  void noHopIsLeft() {
    test.receive(request("INVITE", 1, "").replace("Max-Forwards: 70", "Max-Forwards: 0"));
    assertThat(flow.take()).containsExactly("483 Too Many Hops INVITE");
    nothingIsLeft();
  }

  @Test
  void reliableResponseAndItsPrackArePassedOn() {
    SipRequest leg = bridge.call("Supported: 100rel", "Content-Length: 0");
    assertThat(leg.header(HeaderName.SUPPORTED)).isEqualTo("100rel");
    bridge.answer(leg, 183, "b", "Require: 100rel", "RSeq: 7");
    var ringing = flow.lastResponse();
    assertThat(ringing.header(HeaderName.REQUIRE)).isEqualTo("100rel");
    String rack = ringing.header(HeaderName.RSEQ) + " 1 INVITE";
    String tag = bridge.lastTag();
    flow.take();
    test.receive(request("PRACK", 2, tag, "RAck: " + rack, "X-Copied: 1", "Content-Length: 0"));
    SipRequest prack = flow.lastRequest();
    assertThat(prack.header(HeaderName.RACK)).isEqualTo("7 1 INVITE");
    assertThat(prack.header(HeaderName.of("X-Copied"))).isEqualTo("1");
    flow.take();
    test.answer(prack, 200, "b");
    assertThat(flow.take()).containsExactly("200 OK PRACK");
    bridge.answer(leg, 200, "b");
    assertThat(flow.take()).containsExactly("200 OK INVITE");
  }

  /** The callee accepts at once behind its reliable 183; the caller's 200 waits for the PRACK. */
  @Test
  void acceptanceWaitsForTheCallersPrack() {
    SipRequest leg = bridge.call("Supported: 100rel", "Content-Length: 0");
    bridge.answer(leg, 183, "b", "Require: 100rel", "RSeq: 7");
    String rack = flow.lastResponse().header(HeaderName.RSEQ) + " 1 INVITE";
    String tag = bridge.lastTag();
    flow.take();
    bridge.answer(leg, 200, "b");
    assertThat(flow.take()).isEmpty();
    test.receive(request("PRACK", 2, tag, "RAck: " + rack, "Content-Length: 0"));
    assertThat(flow.take()).contains("200 OK INVITE");
  }

  @Test
  void acceptanceThatNobodyAcknowledgesIsTold() {
    SipRequest leg = bridge.call();
    bridge.answer(leg, 200, "b");
    test.pass(Duration.ofSeconds(33));
    assertThat(test.log).endsWith("no ACK to 200");
    DialogSession caller = (DialogSession) bridge.received.getSession();
    assertThat(caller.getState()).as("the application decides").isEqualTo(State.CONFIRMED);
  }

  /** Both hang up: the BYEs cross on one leg or on both. */
  @Test
  void byesCross() {
    SipRequest leg = bridge.talk();
    String tag = ((DialogSession) bridge.received.getSession()).dialog().localTag();
    test.arrive(request("BYE", 2, tag));
    bridge.arriveFromCallee(leg, "BYE", 1, "b");
    test.run();
    SipRequest bye =
        (SipRequest)
            flow.messages().stream().filter(SipRequest.class::isInstance).findFirst().orElseThrow();
    assertThat(flow.take()).containsExactlyInAnyOrder("BYE sip:bob@desk", "200 OK BYE");
    test.answer(bye, 481, "b");
    assertThat(flow.take()).containsExactly("481 Call/Transaction Does Not Exist BYE");
    nothingIsLeft();
  }
}
