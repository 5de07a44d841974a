package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSession.State;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.UAMode;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;

/** Rules of B2buaHelper: calls it allows and refuses. */
@Tag("289-12")
class LegRulesTest {
  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final List<SipServletResponse> responses = new ArrayList<>();
  private SipServletRequest invite;
  private B2buaHelper helper;

  @AfterEach
  void close() {
    test.close();
  }

  @BeforeEach
  void invited() {
    test.onRequest = request -> invite = request;
    test.onResponse = responses::add;
    test.receive(
        request(
                "INVITE",
                "sip:bob@192.0.2.1;x=1",
                "i",
                1,
                "",
                "Route: <sip:edge;lr>",
                "Record-Route: <sip:p;lr>",
                "X-One: 1",
                "X-One: 2",
                "Subject: talk",
                "Content-Type: application/sdp",
                "Content-Length: 3")
            + "v=0");
    helper = invite.getB2buaHelper();
  }

  private SipServletRequest create(Map<String, List<String>> headers) throws TooManyHopsException {
    return helper.createRequest(invite, true, headers);
  }

  private SipRequest sent(SipServletRequest request) throws IOException {
    request.send();
    test.run();
    return flow.lastRequest();
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void newLegIsTheSameRequestInAnotherDialog() throws Exception {
    SipServletRequest leg = create(null);
    assertThat(leg.isInitial()).isTrue();
    assertThat(leg.getSession().getState()).isEqualTo(State.INITIAL);
    assertThat(leg.getRoutingDirective()).isEqualTo(SipApplicationRoutingDirective.CONTINUE);
    SipRequest sent = sent(leg);
    assertThat(sent.startLine()).isEqualTo("INVITE sip:bob@192.0.2.1;x=1 SIP/2.0");
    assertThat(sent.callId()).isNotEqualTo("call");
    assertThat(sent.header(HeaderName.FROM)).startsWith("<sip:alice@192.0.2.2>;tag=");
    assertThat(sent.fromTag()).isNotEqualTo("alice");
    assertThat(sent.header(HeaderName.TO)).isEqualTo("<sip:bob@192.0.2.1>");
    assertThat(sent.header(HeaderName.CSEQ)).isEqualTo("1 INVITE");
    assertThat(sent.header(HeaderName.MAX_FORWARDS)).isEqualTo("69");
    assertThat(sent.header(HeaderName.CONTACT)).isEqualTo("<sip:192.0.2.1:5060>");
    assertThat(sent.headers(HeaderName.VIA)).hasSize(1);
    assertThat(sent.has(HeaderName.RECORD_ROUTE)).isFalse();
    assertThat(sent.headers(HeaderName.ROUTE)).containsExactly("<sip:edge;lr>");
    assertThat(sent.headers(HeaderName.of("X-One"))).containsExactly("1", "2");
    assertThat(new String(sent.body())).isEqualTo("v=0");
    assertThat(sent.header(HeaderName.CONTENT_TYPE)).isEqualTo("application/sdp");
  }

  @Test
  void contactOfTheMapMayEndInASemicolon() throws Exception {
    String wished = "\"C\" <sip:user@ignored:99;q=0.1;lr;transport=udp;test;method=INVITE;>;test";
    SipRequest sent = sent(create(Map.of("Contact", List.of(wished))));
    assertThat(sent.header(HeaderName.CONTACT))
        .isEqualTo("\"C\" <sip:user@192.0.2.1:5060;q=0.1;test>;test");
  }

  @Test
  void mapOverridesHeaders() throws Exception {
    SipServletRequest leg =
        create(
            Map.of(
                "f", List.of("\"Me\" <sip:me@h>;tag=mine;p=1"),
                "To", List.of("<sip:you@h>;tag=yours"),
                "Contact", List.of("\"C\" <sip:user@ignored:99;lr;method=BYE;x=1>;y=2"),
                "Route", List.of("<sip:one;lr>", "<sip:two;lr>"),
                "X-One", List.of("3"),
                "Subject", List.of()));
    SipRequest sent = sent(leg);
    assertThat(sent.header(HeaderName.FROM)).startsWith("\"Me\" <sip:me@h>");
    assertThat(sent.from().parameters().get("p")).isEqualTo("1");
    assertThat(sent.fromTag()).isNotEqualTo("mine");
    assertThat(sent.header(HeaderName.TO)).isEqualTo("<sip:you@h>");
    assertThat(sent.header(HeaderName.CONTACT))
        .as("host, port and what decides the way are the container's")
        .isEqualTo("\"C\" <sip:user@192.0.2.1:5060;x=1>;y=2");
    assertThat(sent.headers(HeaderName.ROUTE)).containsExactly("<sip:one;lr>", "<sip:two;lr>");
    assertThat(sent.headers(HeaderName.of("X-One"))).containsExactly("3");
    assertThat(sent.has(HeaderName.SUBJECT)).isFalse();
    assertThat(sent.uriText()).as("To is not the target").isEqualTo("sip:bob@192.0.2.1;x=1");
  }

  @Test
  void mapMayNotHoldWhatIsTheContainers() {
    for (String name : List.of("Call-ID", "CSeq", "Via", "Record-Route", "RSeq", "l")) {
      refused(() -> create(Map.of(name, List.of("1"))));
    }
    refused(() -> create(Map.of("From", List.of("<<>"))));
    refused(() -> create(Map.of("From", List.of("<sip:a@h>", "<sip:b@h>"))));
    refused(() -> create(Map.of("To", List.of())));
    refused(() -> create(Map.of("Contact", List.of("<tel:1>"))));
    refused(() -> create(Map.of("Route", List.of("*"))));
    refused(() -> create(Map.of("no token", List.of("1"))));
    assertThat(test.sessions.sipSessions()).as("no leg was made").isEqualTo(1);
  }

  @Test
  void legsAreLinkedOneToOne() throws Exception {
    SipSession caller = invite.getSession();
    SipServletRequest leg = create(null);
    SipSession callee = leg.getSession();
    assertThat(helper.getLinkedSession(caller)).isSameAs(callee);
    assertThat(helper.getLinkedSession(callee)).isSameAs(caller);
    assertThat(helper.getLinkedSipServletRequest(invite)).isSameAs(leg);
    assertThat(helper.getLinkedSipServletRequest(leg)).isSameAs(invite);
    helper.linkSipSessions(callee, caller);
    refused(() -> create(null));
    SipSession third = helper.createRequest(invite).getSession();
    assertThat(helper.getLinkedSession(third)).isNull();
    refused(() -> helper.linkSipSessions(caller, third));
    refused(() -> helper.linkSipSessions(third, callee));
    refused(() -> helper.linkSipSessions(third, third));
    helper.unlinkSipSessions(callee);
    assertThat(helper.getLinkedSession(caller)).isNull();
    assertThat(helper.getLinkedSipServletRequest(invite)).isNull();
    refused(() -> helper.unlinkSipSessions(caller));
    helper.linkSipSessions(caller, third);
    assertThat(helper.getLinkedSession(third)).isSameAs(caller);
    assertThat(helper.getLinkedSipServletRequest(invite)).isNull();
  }

  @Test
  void nextLegTakesTheLinkOfOneThatFailed() throws Exception {
    SipServletRequest first = create(null);
    List<SipServletRequest> next = new ArrayList<>();
    test.onResponse =
        busy -> {
          assertThat(busy.getSession()).isSameAs(first.getSession());
          next.add(helper.createRequest(invite, true, null));
          next.get(0).send();
        };
    test.answer(sent(first), 486, "b");
    assertThat(next).hasSize(1);
    assertThat(first.getSession().isValid()).isFalse();
    SipSession caller = invite.getSession();
    assertThat(helper.getLinkedSession(caller)).isSameAs(next.get(0).getSession());
    assertThat(helper.getLinkedSipServletRequest(invite)).isSameAs(next.get(0));
    refused(() -> create(null));
  }

  @Test
  void sessionsOfTwoApplicationSessionsAreNotLinked() throws Exception {
    SipApplicationSession other = test.factory.createApplicationSession();
    SipServletRequest foreign =
        test.factory.createRequest(other, "INVITE", "<sip:a@h>", "<sip:b@h>");
    refused(() -> helper.linkSipSessions(invite.getSession(), foreign.getSession()));
    refused(() -> helper.createRequest(foreign.getSession(), invite, null));
  }

  @Test
  void nullIsRefused() {
    SipSession session = invite.getSession();
    for (var call :
        List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
            () -> helper.createRequest(null),
            () -> helper.createRequest(null, true, null),
            () -> helper.createRequest((SipSession) null, invite, null),
            () -> helper.createRequest(session, null, null),
            () -> helper.createCancel(null),
            () -> helper.linkSipSessions(null, session),
            () -> helper.linkSipSessions(session, null))) {
      assertThatThrownBy(call).isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void invalidSessionsAreRefusedAndUnlinked() throws Exception {
    SipSession caller = invite.getSession();
    SipSession callee = create(null).getSession();
    callee.invalidate();
    refused(() -> helper.getLinkedSession(callee));
    refused(() -> helper.getPendingMessages(callee, UAMode.UAC));
    refused(() -> helper.linkSipSessions(callee, caller));
    refused(() -> helper.unlinkSipSessions(callee));
    refused(() -> helper.createResponseToOriginalRequest(callee, 200, null));
    assertThat(helper.getLinkedSession(caller)).isNull();
    create(null);
  }

  @Test
  void endedSessionsAreNeitherLinkedNorUnlinked() throws Exception {
    SipSession caller = invite.getSession();
    SipServletRequest leg = create(null);
    SipSession callee = leg.getSession();
    callee.setInvalidateWhenReady(false);
    test.answer(sent(leg), 200, "b", "Contact: <sip:b@h>");
    test.answer(sent(callee.createRequest("BYE")), 200, "b");
    assertThat(callee.getState()).isEqualTo(State.TERMINATED);
    refused(() -> helper.unlinkSipSessions(callee));
    refused(() -> helper.linkSipSessions(callee, caller));
    assertThat(helper.getLinkedSession(caller)).as("until it is invalidated").isSameAs(callee);
  }

  @Test
  void subsequentRequestsAreNotInitial() throws Exception {
    helper.createResponseToOriginalRequest(invite.getSession(), 200, null).send();
    test.run();
    List<SipServletRequest> received = new ArrayList<>();
    test.onRequest = received::add;
    test.receive(request("INFO", 2, flow.lastTag()));
    refused(() -> helper.createRequest(received.get(0)));
    refused(() -> helper.createRequest(received.get(0), true, null));
  }

  @Test
  void requestWithinTheDialogCopiesWhatIsNotTheContainers() throws Exception {
    SipServletRequest leg = create(null);
    SipSession callee = leg.getSession();
    test.answer(sent(leg), 200, "b", "Contact: <sip:b@desk>", "Record-Route: <sip:q;lr>");
    helper.createResponseToOriginalRequest(invite.getSession(), 200, null).send();
    test.run();
    List<SipServletRequest> received = new ArrayList<>();
    test.onRequest = received::add;
    test.receive(
        request("UPDATE", 2, flow.lastTag(), "X-Two: 2", "Max-Forwards: 5", "Content-Length: 0")
            .replace("Max-Forwards: 70\r\n", ""));
    SipServletRequest update = received.get(0);
    refused(() -> helper.createRequest(callee, update, Map.of("Route", List.of("<sip:r;lr>"))));
    Map<String, List<String>> headers =
        Map.of("From", List.of("<sip:new@h>;tag=no"), "Contact", List.of("<sip:me@x>"));
    SipServletRequest made = helper.createRequest(callee, update, headers);
    assertThat(helper.getLinkedSipServletRequest(update)).isSameAs(made);
    assertThat(helper.getPendingMessages(callee, UAMode.UAC))
        .extracting(message -> ((SipServletResponse) message).getStatus())
        .as("what is made and not sent is not pending")
        .containsExactly(200);
    SipRequest sent = sent(made);
    assertThat(sent.startLine()).isEqualTo("UPDATE sip:b@desk SIP/2.0");
    assertThat(sent.headers(HeaderName.ROUTE)).containsExactly("<sip:q;lr>");
    assertThat(sent.header(HeaderName.FROM)).startsWith("<sip:new@h>;tag=");
    assertThat(sent.fromTag()).isEqualTo(callee.getLocalParty().getParameter("tag"));
    assertThat(sent.header(HeaderName.TO)).endsWith("tag=b");
    assertThat(sent.header(HeaderName.CONTACT)).isEqualTo("<sip:me@192.0.2.1:5060>");
    assertThat(sent.header(HeaderName.of("X-Two"))).isEqualTo("2");
    assertThat(sent.header(HeaderName.MAX_FORWARDS)).isEqualTo("4");
  }

  @Test
  void requestWithinTheDialogLinksSessionsThatAreNot() throws Exception {
    SipServletRequest leg = helper.createRequest(invite, false, null);
    SipSession callee = leg.getSession();
    test.answer(sent(leg), 200, "b", "Contact: <sip:b@desk>");
    helper.createResponseToOriginalRequest(invite.getSession(), 200, null).send();
    test.run();
    List<SipServletRequest> received = new ArrayList<>();
    test.onRequest = received::add;
    test.receive(request("INFO", 2, flow.lastTag()));
    SipServletRequest made = helper.createRequest(callee, received.get(0), null);
    assertThat(helper.getLinkedSession(callee)).isSameAs(invite.getSession());
    assertThat(helper.getLinkedSipServletRequest(made)).isSameAs(received.get(0));
  }

  @Test
  void answersThatContradictEachOtherAreRefused() throws Exception {
    invite.createResponse(486).send();
    for (int status : List.of(180, 200, 486)) {
      assertThatThrownBy(
              () -> helper.createResponseToOriginalRequest(invite.getSession(), status, null))
          .isInstanceOf(IllegalStateException.class);
    }
    refused(() -> helper.createResponseToOriginalRequest(invite.getSession(), 99, null));
  }

  @Test
  void backToBackUserAgentIsNoProxy() {
    assertThatThrownBy(invite::getProxy).isInstanceOf(IllegalStateException.class);
  }

  /** Applications answer a challenge so: from the request itself, in its own session. */
  @Test
  void challengedRequestIsCopiedInItsSessionAndTakesItsLink() throws Exception {
    SipServletRequest leg = create(Map.of("X-Leg", List.of("yes")));
    List<SipServletRequest> again = new ArrayList<>();
    test.onResponse =
        challenge -> {
          if (challenge.getStatus() == 407) {
            again.add(helper.createRequest(leg.getSession(), leg, null));
            again.get(0).send();
          }
        };
    test.answer(sent(leg), 407, "b");
    SipRequest sent = flow.lastRequest();
    assertThat(sent.header(HeaderName.CSEQ)).isEqualTo("2 INVITE");
    assertThat(sent.header(HeaderName.of("X-Leg"))).isEqualTo("yes");
    assertThat(again.get(0).getSession()).isSameAs(leg.getSession());
    assertThat(helper.getLinkedSession(leg.getSession())).isSameAs(invite.getSession());
    assertThat(helper.getLinkedSipServletRequest(again.get(0))).isSameAs(invite);
    assertThat(helper.getLinkedSipServletRequest(invite)).isSameAs(again.get(0));
  }

  /** A leg that was refused begins again in the same session, where it was sent before. */
  @Test
  void challengedLegIsSentToTheSameTarget() throws Exception {
    SipServletRequest leg = create(null);
    leg.setRequestURI(test.factory.createURI("sip:desk@10.0.0.1"));
    test.onResponse =
        response -> {
          responses.add(response);
          response.getSession().createRequest("INVITE").send();
        };
    test.answer(sent(leg), 401, "b");
    assertThat(flow.lastRequest().startLine()).isEqualTo("INVITE sip:desk@10.0.0.1 SIP/2.0");
  }

  @Test
  void nextTargetIsTriedAfterUnlinking() throws Exception {
    test.onResponse =
        response -> {
          helper.unlinkSipSessions(response.getSession());
          sendAgain();
        };
    SipServletRequest first = create(null);
    test.answer(sent(first), 486, "b");
    SipRequest second = flow.lastRequest();
    assertThat(second.callId()).isNotEqualTo(first.getCallId());
    assertThat(helper.getLinkedSession(invite.getSession()).getCallId()).isEqualTo(second.callId());
  }

  private void sendAgain() throws IOException {
    try {
      create(null).send();
    } catch (TooManyHopsException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void factoryCopiesWithTheSameCallIdIfAsked() throws Exception {
    @SuppressWarnings("deprecation")
    SipServletRequest same = test.factory.createRequest(invite, true);
    assertThat(same.getCallId()).isEqualTo("call");
    assertThat(same.getHeader("X-One")).isEqualTo("1");
    @SuppressWarnings("deprecation")
    SipServletRequest other = test.factory.createRequest(invite, false);
    assertThat(other.getCallId()).isNotEqualTo("call");
    assertThat(helper.getLinkedSession(invite.getSession())).isNull();
    assertThat(other.getApplicationSession()).isSameAs(invite.getApplicationSession());
  }
}
