package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.time.Duration;
import java.util.List;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSession.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.SipRequest;

/** The callee's side is forked on the way; the caller sees forks, too. */
@Tag("C-E2")
@Tag("289-12")
class ForkedLegTest {
  private final Bridge bridge = new Bridge();
  private final TestContainer test = bridge.test;
  private final TestFlow flow = bridge.flow;

  @AfterEach
  void close() {
    bridge.close();
  }

  private String tagOf(String response) {
    return response.substring(response.lastIndexOf(' ') + 1);
  }

  /** Rings at two forks; the To tags that the caller sees. */
  private List<String> ring(SipRequest leg) {
    bridge.answer(leg, 180, "a");
    bridge.answer(leg, 180, "b");
    List<String> ringing = bridge.responses();
    assertThat(ringing).hasSize(2).allMatch(line -> line.startsWith("180 INVITE "));
    List<String> tags = ringing.stream().map(this::tagOf).toList();
    assertThat(tags).doesNotHaveDuplicates();
    return tags;
  }

  private void nothingIsLeft() {
    assertThat(test.sessions.applicationSessions()).as("application sessions").isZero();
    assertThat(test.sessions.sipSessions()).as("sessions").isZero();
    assertThat(test.sessions.lanes().size()).as("lanes").isZero();
  }

  @Test
  void secondForkAccepts() {
    SipRequest leg = bridge.call();
    List<String> tags = ring(leg);
    bridge.answer(leg, 200, "b");
    assertThat(bridge.responses()).containsExactly("200 INVITE " + tags.get(1));
    test.receive(request("ACK", 1, tags.get(1)));
    assertThat(flow.lastRequest().startLine()).startsWith("ACK ");
    flow.take();
    test.receive(request("BYE", 2, tags.get(1)));
    SipRequest bye = flow.lastRequest();
    assertThat(bye.header(org.sipasync.sip.message.HeaderName.TO)).endsWith("tag=b");
    test.answer(bye, 200, "b");
    flow.take();
    test.pass(Duration.ofSeconds(33));
    assertThat(flow.take()).as("the fork that only rang ends in silence").isEmpty();
    nothingIsLeft();
  }

  @Test
  void derivedSessionsAreLinkedToEachOther() {
    SipRequest leg = bridge.call();
    bridge.received.getSession().setAttribute("a", 1);
    ring(leg);
    B2buaHelper helper = bridge.received.getB2buaHelper();
    SipSession caller = bridge.received.getSession();
    SipSession calleeA = ((SipServletResponse) bridge.seen.get(1)).getSession();
    SipSession calleeB = ((SipServletResponse) bridge.seen.get(2)).getSession();
    SipSession callerB = helper.getLinkedSession(calleeB);
    assertThat(helper.getLinkedSession(calleeA)).isSameAs(caller);
    assertThat(callerB).isNotSameAs(caller);
    assertThat(helper.getLinkedSession(callerB)).isSameAs(calleeB);
    assertThat(callerB.getAttribute("a")).isEqualTo(1);
    assertThat(callerB.getState()).isEqualTo(State.EARLY);
    assertThat(callerB.getApplicationSession()).isSameAs(caller.getApplicationSession());
    helper.unlinkSipSessions(calleeB);
    assertThat(helper.getLinkedSession(calleeB)).isNull();
    assertThat(helper.getLinkedSession(callerB)).isNull();
  }

  @Test
  void bothForksAccept() {
    SipRequest leg = bridge.call();
    List<String> tags = ring(leg);
    bridge.answer(leg, 200, "a");
    bridge.answer(leg, 200, "b");
    assertThat(bridge.responses())
        .containsExactly("200 INVITE " + tags.get(0), "200 INVITE " + tags.get(1));
    test.receive(request("ACK", "sip:bob@192.0.2.1", "k1", 1, tags.get(0)));
    assertThat(flow.lastTag()).isEqualTo("a");
    test.receive(request("ACK", "sip:bob@192.0.2.1", "k2", 1, tags.get(1)));
    assertThat(flow.lastTag()).isEqualTo("b");
    flow.take();
    test.receive(request("BYE", 2, tags.get(1)));
    assertThat(flow.lastTag()).isEqualTo("b");
    test.answer(flow.lastRequest(), 200, "b");
    test.receive(request("BYE", "sip:bob@192.0.2.1", "y", 2, tags.get(0)));
    assertThat(flow.lastTag()).isEqualTo("a");
    test.answer(flow.lastRequest(), 200, "a");
    nothingIsLeft();
  }

  @Test
  void refusalEndsAllForks() {
    SipRequest leg = bridge.call();
    ring(leg);
    bridge.answer(leg, 603, "a");
    assertThat(bridge.responses()).hasSize(1).first().asString().startsWith("603 INVITE ");
    nothingIsLeft();
  }

  @Test
  void cancelEndsAllForks() {
    SipRequest leg = bridge.call();
    ring(leg);
    test.receive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
    assertThat(flow.take())
        .containsExactly(
            "200 OK CANCEL", "487 Request Terminated INVITE", "CANCEL sip:bob@192.0.2.1");
    bridge.answer(leg, 487, "a");
    flow.take();
    nothingIsLeft();
  }

  /** RFC 3261 15: a caller may end one early dialog. */
  @Test
  void byeEndsOneEarlyForkAndLeavesTheCallToTheOther() {
    SipRequest leg = bridge.call();
    List<String> tags = ring(leg);
    test.receive(request("BYE", 2, tags.get(1)));
    SipRequest bye = flow.lastRequest();
    assertThat(flow.take()).as("no 487 for the INVITE").containsExactly("BYE sip:bob@desk");
    test.answer(bye, 200, "b");
    assertThat(flow.take()).containsExactly("200 OK BYE");
    bridge.answer(leg, 200, "a");
    assertThat(bridge.responses()).containsExactly("200 INVITE " + tags.get(0));
  }

  @Test
  void byeOfTheLastForkEndsTheInvite() {
    SipRequest leg = bridge.call();
    List<String> tags = ring(leg);
    test.receive(request("BYE", "sip:bob@192.0.2.1", "y1", 2, tags.get(1)));
    test.receive(request("BYE", "sip:bob@192.0.2.1", "y2", 2, tags.get(0)));
    assertThat(flow.take()).contains("487 Request Terminated INVITE");
  }

  /** An application that knows the first session only. */
  @Test
  void furtherOkToOneSessionMakesADerivedOne() throws Exception {
    SipRequest leg = bridge.call();
    bridge.answer(leg, 200, "a");
    String first = bridge.lastTag();
    flow.take();
    SipSession caller = bridge.received.getSession();
    B2buaHelper helper = bridge.received.getB2buaHelper();
    assertThatThrownBy(() -> helper.createResponseToOriginalRequest(caller, 400, null))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> helper.createResponseToOriginalRequest(caller, 180, null))
        .isInstanceOf(IllegalStateException.class);
    SipServletResponse ok = helper.createResponseToOriginalRequest(caller, 200, "Fine");
    assertThat(ok.getReasonPhrase()).isEqualTo("Fine");
    assertThat(ok.getSession()).isNotSameAs(caller);
    ok.send();
    test.run();
    String second = bridge.lastTag();
    assertThat(second).isNotEqualTo(first);
    assertThat(bridge.responses()).containsExactly("200 INVITE " + second);
    assertThat(ok.getSession().getState()).isEqualTo(State.CONFIRMED);
    assertThat(ok.getSession().createRequest("BYE").getFrom().getParameter("tag"))
        .isEqualTo(second);
  }

  @Test
  void acceptanceIsOverAfterItsTime() {
    SipRequest leg = bridge.call();
    bridge.answer(leg, 200, "a");
    SipSession caller = bridge.received.getSession();
    B2buaHelper helper = bridge.received.getB2buaHelper();
    test.receive(request("ACK", 1, bridge.lastTag()));
    test.pass(Duration.ofSeconds(33));
    assertThatThrownBy(() -> helper.createResponseToOriginalRequest(caller, 200, null))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void eachForkAwaitsItsAck() {
    SipRequest leg = bridge.call();
    List<String> tags = ring(leg);
    bridge.answer(leg, 200, "a");
    bridge.answer(leg, 200, "b");
    test.receive(request("ACK", 1, tags.get(0)));
    bridge.responses();
    test.pass(Duration.ofMillis(600));
    assertThat(bridge.responses()).containsExactly("200 INVITE " + tags.get(1));
    test.pass(Duration.ofSeconds(32));
    assertThat(test.log).endsWith("no ACK to 200");
  }

  @Test
  void peerMakesNoMoreThanSoManyForks() {
    SipRequest leg = bridge.call();
    for (int i = 0; i < 100; i++) {
      bridge.answer(leg, 180, "t" + i);
    }
    assertThat(bridge.responses()).hasSize(Forks.MAX_DIALOGS);
    bridge.answer(leg, 486, "t1");
    nothingIsLeft();
  }
}
