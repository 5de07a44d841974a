package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSession.State;
import javax.servlet.sip.SipURI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;

class UacTest {
  private static final String CONTACT = "Contact: <sip:bob@desk>";

  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final List<SipServletResponse> responses = new ArrayList<>();
  private final SipApplicationSession application = test.factory.createApplicationSession();

  @AfterEach
  void close() {
    test.close();
  }

  private SipServletRequest create(String method) throws ServletParseException {
    test.onResponse = responses::add;
    return test.factory.createRequest(
        application, method, "\"Me\" <sip:me@h>;tag=no", "<sip:bob@h>;tag=no");
  }

  private SipRequest send(SipServletRequest request) throws IOException {
    request.send();
    test.run();
    return flow.lastRequest();
  }

  private SipServletResponse last() {
    return responses.get(responses.size() - 1);
  }

  @Test
  void newRequestHasWhatARequestNeeds() throws Exception {
    SipServletRequest request = create("INVITE");
    assertThat(request.isInitial()).isTrue();
    assertThat(request.getSession().getState()).isEqualTo(State.INITIAL);
    ((SipURI) request.getAddressHeader("Contact").getURI()).setUser("me");
    request.getFrom().setDisplayName("You");
    SipRequest invite = send(request);
    assertThat(invite.startLine()).isEqualTo("INVITE sip:bob@h SIP/2.0");
    assertThat(invite.header(HeaderName.FROM)).startsWith("\"You\" <sip:me@h>;tag=id");
    assertThat(invite.header(HeaderName.TO)).isEqualTo("<sip:bob@h>");
    assertThat(invite.header(HeaderName.CSEQ)).isEqualTo("1 INVITE");
    assertThat(invite.header(HeaderName.CONTACT))
        .as("of the listen point it leaves by")
        .isEqualTo("<sip:me@192.0.2.1:5060>");
    assertThat(invite.topVia().branch()).startsWith("z9hG4bK");
    assertThat(request.getSession().getLocalParty().getDisplayName()).isEqualTo("You");
    assertThatThrownBy(request::send).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> create("ACK")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> request.getSession().createRequest("INFO"))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Of the listen point, as far as it is known; only the "rport" that it has anyway may be set. */
  @Test
  @Tag("289-5.4.2")
  void viaOfARequestIsThereBeforeItLeaves() throws Exception {
    SipServletRequest request = create("OPTIONS");
    Parameterable via = request.getParameterableHeader("v");
    assertThat(via.getValue()).isEqualTo("SIP/2.0/UDP 0.0.0.0:9");
    via.setParameter("rport", "");
    assertThat(via).hasToString("SIP/2.0/UDP 0.0.0.0:9;rport");
    assertThatThrownBy(() -> via.setParameter("branch", "x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Via is a system header of OPTIONS request");
    assertThatThrownBy(() -> via.setValue("SIP/2.0/TCP h"))
        .isInstanceOf(IllegalStateException.class);
    SipRequest sent = send(request);
    assertThat(sent.header(HeaderName.CONTACT)).isEqualTo("<sip:192.0.2.1:5060>");
    assertThat(sent.headers(HeaderName.VIA)).hasSize(1);
    assertThat(sent.topVia().host()).isEqualTo("192.0.2.1");
    assertThat(request.getParameterableHeader("Via")).isNotNull();
    assertThat(request.getParameterableHeader("Reason")).isNull();
    SipServletRequest invite = create("INVITE");
    send(invite);
    assertThat(invite.createCancel().getParameterableHeader("Via")).isEqualTo(via);
  }

  /** A challenge ends no dialog: the BYE is sent again, with credentials. */
  @Test
  void challengedByeIsSentAgain() throws Exception {
    SipServletRequest request = create("INVITE");
    SipSession session = request.getSession();
    test.answer(send(request), 200, "b", CONTACT);
    send(last().createAck());
    SipRequest bye = send(session.createRequest("BYE"));
    assertThat(session.getState()).isEqualTo(State.TERMINATED);
    List<State> seen = new ArrayList<>();
    test.onResponse =
        response -> {
          seen.add(session.getState());
          session.createRequest("BYE").send();
        };
    test.answer(bye, 407, "b");
    assertThat(seen).containsExactly(State.CONFIRMED);
    assertThat(flow.lastRequest().header(HeaderName.CSEQ)).isEqualTo("3 BYE");
    test.onResponse = responses::add;
    test.answer(flow.lastRequest(), 200, "b");
    assertThat(session.isValid()).isFalse();
  }

  /** RFC 3261 12.2.1.2: to end a call after a 408 is to send BYE. */
  @ParameterizedTest
  @ValueSource(ints = {408, 481})
  @Tag("A15")
  void lostCallIsHungUpByTheApplication(int status) throws Exception {
    SipServletRequest request = create("INVITE");
    SipSession session = request.getSession();
    test.answer(send(request), 200, "b", CONTACT);
    send(last().createAck());
    SipRequest again = send(session.createRequest("INVITE"));
    test.onResponse =
        response -> {
          assertThat(session.getState()).isEqualTo(State.TERMINATED);
          assertThatThrownBy(() -> session.createRequest("INFO"))
              .isInstanceOf(IllegalStateException.class);
          session.createRequest("BYE").send();
          assertThatThrownBy(() -> session.createRequest("BYE"))
              .isInstanceOf(IllegalStateException.class);
        };
    test.answer(again, status, "b");
    assertThat(flow.lastRequest().header(HeaderName.CSEQ)).isEqualTo("3 BYE");
    test.onResponse = responses::add;
    test.answer(flow.lastRequest(), 481, "b");
    assertThat(session.isValid()).isFalse();
  }

  /** The BYE need not be sent in the handler of the 408. */
  @Test
  @Tag("A15")
  void callWithoutAnswerWaitsForItsByeForAMinute() throws Exception {
    SipServletRequest request = create("INVITE");
    SipSession session = request.getSession();
    test.answer(send(request), 200, "b", CONTACT);
    send(last().createAck());
    test.answer(send(session.createRequest("INVITE")), 408, "b");
    test.pass(Duration.ofSeconds(35));
    assertThat(session.isValid()).isTrue();
    assertThat(session.isReadyToInvalidate()).isTrue();
    assertThatThrownBy(() -> session.createRequest("UPDATE"))
        .isInstanceOf(IllegalStateException.class);
    SipRequest bye = send(session.createRequest("BYE"));
    assertThat(bye.header(HeaderName.CSEQ)).isEqualTo("3 BYE");
    test.answer(bye, 200, "b");
    assertThat(session.isValid()).isFalse();
    assertThat(application.isValid()).isFalse();
  }

  @Test
  @Tag("A15")
  void callWithoutAnswerEndsWithoutItsBye() throws Exception {
    SipServletRequest request = create("INVITE");
    SipSession session = request.getSession();
    test.answer(send(request), 200, "b", CONTACT);
    send(last().createAck());
    test.answer(send(session.createRequest("INFO")), 408, "b");
    test.pass(Duration.ofSeconds(59));
    assertThat(session.isValid()).isTrue();
    test.pass(Duration.ofSeconds(2));
    assertThat(session.isValid()).isFalse();
    assertThat(application.isValid()).isFalse();
  }

  /** A REGISTER that is challenged, or comes again, goes to its registrar (RFC 3261 10.2.4). */
  @Test
  void requestOutsideADialogGoesWhereTheOneBeforeWent() throws Exception {
    SipServletRequest request = create("REGISTER");
    SipSession session = request.getSession();
    session.setInvalidateWhenReady(false);
    request.setRequestURI(test.factory.createURI("sip:registrar"));
    test.answer(send(request), 200, "b");
    SipRequest again = send(session.createRequest("REGISTER"));
    assertThat(again.startLine()).isEqualTo("REGISTER sip:registrar SIP/2.0");
    assertThat(again.header(HeaderName.CSEQ)).isEqualTo("2 REGISTER");
  }

  @Test
  void callIsMadeAcknowledgedAndEnded() throws Exception {
    SipServletRequest request = create("INVITE");
    SipSession session = request.getSession();
    SipRequest invite = send(request);
    test.answer(invite, 100, "x");
    assertThat(responses).isEmpty();
    test.answer(invite, 180, "b", CONTACT);
    assertThat(session.getState()).isEqualTo(State.EARLY);
    assertThatThrownBy(() -> last().createAck()).isInstanceOf(IllegalStateException.class);
    test.answer(invite, 200, "b", CONTACT, "Record-Route: <sip:p1;lr>, <sip:p2;lr>");
    assertThat(session.getState()).isEqualTo(State.CONFIRMED);
    assertThat(last().getSession()).isSameAs(session);
    assertThat(last().getRequest()).isSameAs(request);
    assertThat(last().getRemoteAddr()).isEqualTo("192.0.2.2");
    flow.take();
    SipRequest ack = send(last().createAck());
    assertThat(ack.startLine()).isEqualTo("ACK sip:bob@desk SIP/2.0");
    assertThat(ack.headers(HeaderName.ROUTE)).containsExactly("<sip:p2;lr>", "<sip:p1;lr>");
    assertThat(ack.header(HeaderName.CSEQ)).isEqualTo("1 ACK");
    assertThatThrownBy(() -> last().createAck()).isInstanceOf(IllegalStateException.class);
    flow.take();
    test.answer(invite, 200, "b", CONTACT);
    assertThat(flow.take())
        .as("again for the 2xx's repetition")
        .containsExactly("ACK sip:bob@desk");
    assertThat(responses).hasSize(2);
    SipServletRequest bye = session.createRequest("BYE");
    assertThat(bye.isInitial()).isFalse();
    SipRequest sent = send(bye);
    assertThat(sent.header(HeaderName.CSEQ)).isEqualTo("2 BYE");
    test.answer(sent, 200, "b");
    assertThat(session.isValid()).isFalse();
    assertThat(application.isValid()).isFalse();
  }

  @Test
  void peerEndsTheCall() throws Exception {
    SipServletRequest request = create("INVITE");
    SipRequest invite = send(request);
    test.answer(invite, 200, "b", CONTACT);
    send(last().createAck());
    flow.take();
    test.onRequest = received -> received.createResponse(200).send();
    String localTag = invite.fromTag();
    test.receive(
        TestContainer.request("BYE", "sip:me@192.0.2.1", "y", 1, localTag)
            .replace("tag=alice", "tag=b")
            .replace("Call-ID: call", "Call-ID: " + invite.callId()));
    assertThat(flow.take()).containsExactly("200 OK BYE");
    assertThat(application.isValid()).isFalse();
  }

  @Test
  @Tag("C-E3")
  void refusalEndsTheSessionAtOnceUnlessItTriesAgain() throws Exception {
    SipServletRequest request = create("INVITE");
    SipSession session = request.getSession();
    SipRequest invite = send(request);
    test.answer(invite, 180, "b", CONTACT);
    test.onResponse =
        response -> {
          responses.add(response);
          if (response.getStatus() == 401) {
            SipServletRequest again = response.getSession().createRequest("INVITE");
            again.setHeader("Authorization", "Digest a=\"b\"");
            again.send();
          }
        };
    test.answer(invite, 401, "b");
    assertThat(session.isValid()).isTrue();
    assertThat(session.getState()).isEqualTo(State.INITIAL);
    SipRequest again = flow.lastRequest();
    assertThat(again.header(HeaderName.TO)).isEqualTo("<sip:bob@h>");
    assertThat(again.header(HeaderName.CSEQ)).isEqualTo("2 INVITE");
    assertThat(again.startLine()).isEqualTo("INVITE sip:bob@h SIP/2.0");
    test.answer(again, 403, "c");
    assertThat(session.isValid()).isFalse();
    assertThat(application.isValid()).isFalse();
    assertThat(test.log).containsExactly("180 INVITE", "401 INVITE", "403 INVITE");
  }

  @Test
  @Tag("C-E2")
  void forksMakeDerivedSessions() throws Exception {
    SipServletRequest request = create("INVITE");
    request.getSession().setAttribute("a", 1);
    SipRequest invite = send(request);
    test.answer(invite, 180, "one", CONTACT);
    test.answer(invite, 180, "two", "Contact: <sip:bob@car>");
    SipSession one = responses.get(0).getSession();
    SipSession two = responses.get(1).getSession();
    assertThat(one).isSameAs(request.getSession());
    assertThat(two).isNotSameAs(one);
    assertThat(two.getAttribute("a")).isEqualTo(1);
    assertThat(two.getApplicationSession()).isSameAs(application);
    assertThat(two.getState()).isEqualTo(State.EARLY);
    test.answer(invite, 200, "two", "Contact: <sip:bob@car>");
    assertThat(last().getSession()).isSameAs(two);
    assertThat(two.getState()).isEqualTo(State.CONFIRMED);
    assertThat(one.getState()).isEqualTo(State.EARLY);
    SipRequest ack = send(last().createAck());
    assertThat(ack.startLine()).isEqualTo("ACK sip:bob@car SIP/2.0");
    assertThat(ack.toTag()).isEqualTo("two");
    test.answer(invite, 200, "one", CONTACT);
    assertThat(last().getSession()).isSameAs(one);
    assertThat(send(last().createAck()).toTag()).isEqualTo("one");
    SipRequest bye = send(two.createRequest("BYE"));
    assertThat(bye.toTag()).isEqualTo("two");
    assertThat(one.getState()).isEqualTo(State.CONFIRMED);
  }

  @Test
  void failureEndsAllForks() throws Exception {
    SipRequest invite = send(create("INVITE"));
    test.answer(invite, 180, "one", CONTACT);
    test.answer(invite, 180, "two", CONTACT);
    test.answer(invite, 486, "three");
    assertThat(test.log).containsExactly("180 INVITE", "180 INVITE", "486 INVITE");
    assertThat(application.isValid()).isFalse();
    assertThat(test.sessions.sipSessions()).isZero();
  }

  @Test
  void forkThatIsNotAnsweredIsForgotten() throws Exception {
    SipRequest invite = send(create("INVITE"));
    test.answer(invite, 180, "one", CONTACT);
    test.answer(invite, 200, "two", CONTACT);
    send(last().createAck());
    assertThat(test.sessions.sipSessions()).isEqualTo(2);
    test.pass(Duration.ofSeconds(33));
    assertThat(test.sessions.sipSessions()).as("13.2.2.4").isEqualTo(1);
  }

  @Test
  void cancelGoesOutAfterTheFirstProvisional() throws Exception {
    SipServletRequest request = create("INVITE");
    SipRequest invite = send(request);
    SipServletRequest cancel = request.createCancel();
    cancel.send();
    test.run();
    assertThat(flow.take()).containsExactly("INVITE sip:bob@h");
    test.answer(invite, 180, "b", CONTACT);
    SipRequest sent = flow.lastRequest();
    assertThat(sent.branch()).isEqualTo(invite.branch());
    assertThat(flow.take()).containsExactly("CANCEL sip:bob@h");
    test.answer(sent, 200, "b");
    test.answer(invite, 487, "b");
    assertThat(test.log).containsExactly("180 INVITE", "487 INVITE");
    assertThatThrownBy(request::createCancel).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void silenceIsA408AndNoWayA503() throws Exception {
    send(create("OPTIONS"));
    test.pass(Duration.ofSeconds(33));
    assertThat(test.log).containsExactly("408 OPTIONS");
    assertThat(last().isCommitted()).isTrue();
    assertThat(last().getRemoteAddr())
        .as("the container's, as of what it routes itself")
        .isEqualTo("0.0.0.0");
    assertThat(last().getInitialRemoteAddr()).isNull();
    assertThat(application.isValid()).isFalse();
    test.reachable = false;
    SipServletRequest request =
        test.factory.createRequest(
            test.factory.createApplicationSession(), "OPTIONS", "<sip:a@h>", "<sip:b@h>");
    request.send();
    test.run();
    assertThat(test.log).containsExactly("408 OPTIONS", "503 OPTIONS");
  }

  @Test
  void reliableProvisionalGetsItsPrackOnce() throws Exception {
    SipServletRequest request = create("INVITE");
    SipRequest invite = send(request);
    test.answer(invite, 180, "b", CONTACT);
    assertThatThrownBy(() -> last().createPrack()).isInstanceOf(Rel100Exception.class);
    test.answer(invite, 183, "b", CONTACT, "Require: 100rel", "RSeq: 7");
    test.answer(invite, 183, "b", CONTACT, "Require: 100rel", "RSeq: 7");
    assertThat(responses).hasSize(2);
    SipRequest prack = send(last().createPrack());
    assertThat(prack.header(HeaderName.RACK)).isEqualTo("7 1 INVITE");
    assertThat(prack.header(HeaderName.CSEQ)).isEqualTo("2 PRACK");
    assertThat(prack.startLine()).isEqualTo("PRACK sip:bob@desk SIP/2.0");
    assertThatThrownBy(() -> last().createPrack()).isInstanceOf(IllegalStateException.class);
    test.answer(prack, 200, "b");
    assertThat(test.log).containsExactly("180 INVITE", "183 INVITE", "200 PRACK");
    assertThat(request.getSession().getState()).isEqualTo(State.EARLY);
  }
}
