package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSession.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;

/** Responses that must not change the dialog, or cannot be used. */
class ResponsesTest {
  private static final String CONTACT = "Contact: <sip:bob@desk>";
  private static final String UNREADABLE = "Contact: <sip:bob@";

  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final List<SipServletRequest> requests = new ArrayList<>();
  private final List<SipServletResponse> responses = new ArrayList<>();
  private final SipApplicationSession application = test.factory.createApplicationSession();
  private SipSession session;

  @AfterEach
  void close() {
    test.close();
  }

  private SipRequest send(SipServletRequest request) throws Exception {
    request.send();
    test.run();
    return flow.lastRequest();
  }

  private SipRequest invite() throws Exception {
    test.onResponse = responses::add;
    SipServletRequest request =
        test.factory.createRequest(application, "INVITE", "sip:me@h", "sip:bob@h");
    session = request.getSession();
    return send(request);
  }

  private SipServletResponse last() {
    return responses.get(responses.size() - 1);
  }

  private void ring(SipRequest invite, int rseq, String... more) {
    List<String> headers = new ArrayList<>(List.of(more));
    headers.addAll(List.of(CONTACT, "Require: 100rel", "RSeq: " + rseq));
    test.answer(invite, 183, "b", headers.toArray(String[]::new));
  }

  @Test
  @Tag("C-C3")
  void refusedUpdateLeavesTheEarlyDialogOfTheCalledSide() throws Exception {
    test.onRequest =
        received -> {
          requests.add(received);
          if (received.getMethod().equals("PRACK")) {
            received.createResponse(200).send();
          }
        };
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, "", "Supported: 100rel"));
    requests.get(0).createResponse(183).sendReliably();
    test.run();
    String tag = flow.lastTag();
    String rack = "RAck: " + flow.last().header(HeaderName.RSEQ) + " 1 INVITE";
    test.receive(request("PRACK", 2, tag, rack));
    SipRequest update = send(requests.get(0).getSession().createRequest("UPDATE"));
    test.answer(update, 491, "alice");
    requests.get(0).createResponse(200).send();
    test.run();
    test.receive(request("ACK", 1, tag));
    assertThat(test.log).containsExactly("INVITE", "PRACK", "491 UPDATE", "ACK");
  }

  @Test
  @Tag("C-C3")
  void refusedUpdateLeavesTheEarlyDialogOfTheCallingSide() throws Exception {
    SipRequest invite = invite();
    ring(invite, 1, "Record-Route: <sip:p1;lr>");
    test.answer(send(last().createPrack()), 200, "b");
    test.answer(send(session.createRequest("UPDATE")), 491, "b");
    ring(invite, 2, "Record-Route: <sip:p1;lr>");
    SipRequest prack = send(last().createPrack());
    assertThat(prack.startLine()).isEqualTo("PRACK sip:bob@desk SIP/2.0");
    assertThat(prack.toTag()).isEqualTo("b");
    assertThat(prack.headers(HeaderName.ROUTE)).containsExactly("<sip:p1;lr>");
  }

  @Test
  void reliableResponsesAreNumberedPerInvite() throws Exception {
    SipRequest invite = invite();
    ring(invite, 7);
    test.answer(invite, 200, "b", CONTACT);
    send(last().createAck());
    SipRequest again = send(session.createRequest("INVITE"));
    ring(again, 3);
    ring(again, 3);
    assertThat(test.log).containsExactly("183 INVITE", "200 INVITE", "183 INVITE");
    assertThat(send(last().createPrack()).header(HeaderName.RACK)).isEqualTo("3 2 INVITE");
  }

  @Test
  void unreadableOkIsOne502() throws Exception {
    SipRequest invite = invite();
    for (int i = 0; i < 3; i++) {
      test.answer(invite, 200, "b", UNREADABLE);
    }
    assertThat(test.log).containsExactly("502 INVITE");
    assertThat(application.isValid()).as("nothing is left").isFalse();
    assertThat(test.sessions.sipSessions()).isZero();
  }

  @Test
  void unreadableOkOfOneForkEndsAll() throws Exception {
    SipRequest invite = invite();
    test.answer(invite, 180, "one", CONTACT);
    test.answer(invite, 180, "two", CONTACT);
    test.answer(invite, 200, "two", CONTACT, "Record-Route: <sip:p1");
    test.answer(invite, 200, "two", CONTACT, "Record-Route: <sip:p1");
    assertThat(test.log).containsExactly("180 INVITE", "180 INVITE", "502 INVITE");
    assertThat(last().getSession()).isSameAs(session);
    assertThat(application.isValid()).isFalse();
  }

  @Test
  void unreadableOkAfterAGoodOneIsDropped() throws Exception {
    SipRequest invite = invite();
    test.answer(invite, 200, "one", CONTACT);
    test.answer(invite, 200, "two", UNREADABLE);
    assertThat(test.log).containsExactly("200 INVITE");
    assertThat(session.getState()).isEqualTo(State.CONFIRMED);
    assertThat(test.sessions.sipSessions()).isEqualTo(1);
  }

  @Test
  void unreadableOkToAReInviteEndsThatAlone() throws Exception {
    SipRequest invite = invite();
    test.answer(invite, 200, "b", CONTACT);
    send(last().createAck());
    SipRequest again = send(session.createRequest("INVITE"));
    test.answer(again, 200, "b", UNREADABLE);
    test.answer(again, 200, "b", UNREADABLE);
    assertThat(test.log).containsExactly("200 INVITE", "502 INVITE");
    assertThat(session.getState()).isEqualTo(State.CONFIRMED);
    test.answer(send(session.createRequest("BYE")), 200, "b");
    assertThat(application.isValid()).isFalse();
  }

  @Test
  void unreadableProvisionalMakesNoSession() throws Exception {
    SipRequest invite = invite();
    test.answer(invite, 180, "one", CONTACT);
    test.answer(invite, 180, "two", UNREADABLE);
    assertThat(test.log).containsExactly("180 INVITE");
    assertThat(test.sessions.sipSessions()).isEqualTo(1);
  }

  @Test
  void forksAreBounded() throws Exception {
    SipRequest invite = invite();
    for (int i = 0; i < 100; i++) {
      test.answer(invite, 180, "fork" + i, CONTACT);
    }
    test.answer(invite, 200, "fork100", CONTACT);
    assertThat(test.log).hasSize(64).containsOnly("180 INVITE");
    assertThat(test.sessions.sipSessions()).isEqualTo(64);
    test.answer(invite, 200, "fork1", CONTACT);
    assertThat(last().getStatus()).as("known forks go on").isEqualTo(200);
  }

  @Test
  void forksOfASubscriptionAreBounded() throws Exception {
    test.onRequest = received -> received.createResponse(200).send();
    SipServletRequest request =
        test.factory.createRequest(application, "SUBSCRIBE", "sip:me@h", "sip:bob@h");
    request.setHeader("Event", "presence");
    SipRequest subscribe = send(request);
    receiveNotify(subscribe, "bad", "Contact: <sip:alice@192.0.2.2");
    receiveNotify(subscribe, "fork0", CONTACT);
    receiveNotify(subscribe, "worse", "Contact: <sip:alice@192.0.2.2");
    assertThat(test.sessions.sipSessions()).as("unreadable ones make none").isEqualTo(1);
    flow.take();
    for (int i = 1; i < 66; i++) {
      receiveNotify(subscribe, "fork" + i, CONTACT);
    }
    assertThat(test.sessions.sipSessions()).isEqualTo(64);
    assertThat(flow.take())
        .hasSize(65)
        .startsWith("200 OK NOTIFY")
        .endsWith(
            "481 Call/Transaction Does Not Exist NOTIFY",
            "481 Call/Transaction Does Not Exist NOTIFY");
    assertThat(test.log).hasSize(64).containsOnly("NOTIFY");
  }

  private void receiveNotify(SipRequest subscribe, String fromTag, String contact)
      throws Exception {
    test.receive(
        TestContainer.request(
                "NOTIFY",
                "sip:me@192.0.2.1",
                fromTag,
                1,
                subscribe.fromTag(),
                "Event: presence",
                "Subscription-State: active")
            .replace("Contact: <sip:alice@192.0.2.2>", contact)
            .replace("tag=alice", "tag=" + fromTag)
            .replace("Call-ID: call", "Call-ID: " + subscribe.callId()));
  }
}
