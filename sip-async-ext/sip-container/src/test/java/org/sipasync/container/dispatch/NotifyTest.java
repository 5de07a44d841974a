package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSession.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.SipRequest;

/** NOTIFYs that come before the 2xx of their SUBSCRIBE, or from forks (RFC 6665 4.1.2.4, 4.4.1). */
@Tag("289-6.2")
class NotifyTest {
  private static final String CONTACT = "Contact: <sip:bob@desk>";

  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final List<SipServletRequest> notifies = new ArrayList<>();
  private final List<SipServletResponse> responses = new ArrayList<>();
  private SipSession session;
  private SipRequest subscribe;
  private int branches;

  @AfterEach
  void close() {
    test.close();
  }

  private void subscribe() throws ServletParseException, IOException {
    test.onRequest =
        request -> {
          notifies.add(request);
          request.createResponse(200).send();
        };
    test.onResponse = responses::add;
    SipServletRequest request =
        test.factory.createRequest(
            test.factory.createApplicationSession(), "SUBSCRIBE", "sip:me@h", "sip:bob@h");
    request.setHeader("Event", "presence");
    session = request.getSession();
    session.getApplicationSession().setInvalidateWhenReady(false);
    request.send();
    test.run();
    subscribe = flow.lastRequest();
    flow.take();
  }

  private void receiveNotify(String fromTag, int cseq, String state) throws Exception {
    test.receive(
        TestContainer.request(
                "NOTIFY",
                "sip:me@192.0.2.1",
                "n" + ++branches,
                cseq,
                subscribe.fromTag(),
                "Event: presence",
                "Subscription-State: " + state,
                "Record-Route: <sip:p1;lr>, <sip:p2;lr>")
            .replace("tag=alice", "tag=" + fromTag)
            .replace("Call-ID: call", "Call-ID: " + subscribe.callId()));
  }

  @Test
  void notifyBeforeTheOkMakesTheDialog() throws Exception {
    subscribe();
    receiveNotify("bob", 7, "active");
    assertThat(flow.take()).containsExactly("200 OK NOTIFY");
    assertThat(notifies.get(0).getSession()).isSameAs(session);
    assertThat(notifies.get(0).isInitial()).isFalse();
    assertThat(session.getState()).isEqualTo(State.CONFIRMED);
    test.answer(subscribe, 200, "bob", CONTACT);
    assertThat(responses.get(0).getSession()).isSameAs(session);
    assertThat(session.isReadyToInvalidate()).isFalse();
    receiveNotify("bob", 8, "active");
    assertThat(flow.take()).containsExactly("200 OK NOTIFY");
    session.createRequest("SUBSCRIBE").send();
    test.run();
    assertThat(flow.lastRequest().toTag()).isEqualTo("bob");
  }

  /** The route set is the Record-Route as it stands: the NOTIFY is a request (RFC 3261 12.1.1). */
  @Test
  void requestsGoByTheNotifysRoute() throws Exception {
    subscribe();
    receiveNotify("bob", 1, "active");
    SipServletRequest refresh = session.createRequest("SUBSCRIBE");
    assertThat(refresh.getAddressHeader("Route")).hasToString("<sip:p1;lr>");
    assertThat(refresh.getRequestURI()).hasToString("sip:alice@192.0.2.2");
  }

  @Test
  void eachForkHasASessionOfItsOwn() throws Exception {
    subscribe();
    receiveNotify("one", 1, "active");
    receiveNotify("two", 1, "active");
    SipSession second = notifies.get(1).getSession();
    assertThat(second).isNotSameAs(session);
    assertThat(second.getApplicationSession()).isSameAs(session.getApplicationSession());
    test.answer(subscribe, 200, "two", CONTACT);
    assertThat(responses.get(0).getSession()).isSameAs(second);
    receiveNotify("one", 2, "terminated");
    assertThat(session.isValid()).as("nothing of the SUBSCRIBE is pending in it").isFalse();
    receiveNotify("two", 2, "terminated");
    assertThat(second.isValid()).isFalse();
    assertThat(flow.take()).hasSize(4).containsOnly("200 OK NOTIFY");
  }

  @Test
  void onlyNotifyMayComeBeforeTheOkAndOnlyForAWhile() throws Exception {
    subscribe();
    test.receive(
        TestContainer.request("INFO", "sip:me@192.0.2.1", "x", 1, subscribe.fromTag())
            .replace("Call-ID: call", "Call-ID: " + subscribe.callId()));
    assertThat(flow.take()).containsExactly("481 Call/Transaction Does Not Exist INFO");
    test.answer(subscribe, 200, "bob", CONTACT);
    test.pass(Duration.ofSeconds(33));
    flow.take();
    receiveNotify("other", 1, "active");
    assertThat(flow.take()).containsExactly("481 Call/Transaction Does Not Exist NOTIFY");
  }

  @Test
  void nothingIsExpectedAfterARefusal() throws Exception {
    subscribe();
    test.answer(subscribe, 489, "bob");
    receiveNotify("bob", 1, "terminated");
    assertThat(flow.take()).containsExactly("481 Call/Transaction Does Not Exist NOTIFY");
  }

  /** A peer of RFC 2543 may have no tag; it makes no dialog. */
  @Test
  void notifyWithoutAFromTagIsAnswered() throws Exception {
    subscribe();
    test.receive(
        TestContainer.request("NOTIFY", "sip:me@192.0.2.1", "x", 1, subscribe.fromTag())
            .replace(";tag=alice", "")
            .replace("Call-ID: call", "Call-ID: " + subscribe.callId()));
    assertThat(flow.take()).containsExactly("200 OK NOTIFY");
    assertThat(notifies.get(0).getSession()).isSameAs(session);
  }
}
