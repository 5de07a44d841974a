package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;

/** Two offers at the same time (RFC 3261 14, RFC 3311 5). */
@Tag("C-C1")
class GlareTest {
  private static final String[] SDP = {"Content-Type: application/sdp", "Content-Length: 3"};

  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final List<SipServletRequest> received = new ArrayList<>();
  private SipSession session;
  private String tag;

  @AfterEach
  void close() {
    test.close();
  }

  /** A call that is set up; nothing received from now on is answered. */
  @BeforeEach
  void call() {
    test.answerAll(200);
    test.receive(request("INVITE", 1, ""));
    tag = flow.lastTag();
    test.onRequest =
        request -> {
          session = request.getSession();
          received.add(request);
        };
    test.receive(request("ACK", 1, tag));
    received.clear();
    flow.take();
  }

  private void receive(String method, int cseq, boolean offer) {
    String text = offer ? request(method, cseq, tag, SDP) + "v=0" : request(method, cseq, tag);
    test.receive(text);
  }

  private SipServletRequest create(String method, boolean offer) throws IOException {
    SipServletRequest request = session.createRequest(method);
    if (offer) {
      request.setContent("v=0", "application/sdp");
    }
    return request;
  }

  private void send(SipServletRequest request) throws IOException {
    request.send();
    test.run();
    flow.take();
  }

  @Test
  void updateMeetsAnUpdateThatIsNotAnswered() {
    receive("UPDATE", 2, false);
    receive("UPDATE", 3, false);
    assertThat(flow.lastResponse().header(HeaderName.RETRY_AFTER)).isNotNull();
    assertThat(flow.take()).containsExactly("500 Server Internal Error UPDATE");
    assertThat(received).hasSize(1);
  }

  @Test
  void offersOfBothSidesMeet() throws Exception {
    send(create("UPDATE", true));
    receive("UPDATE", 2, true);
    assertThat(flow.take()).containsExactly("491 Request Pending UPDATE");
    receive("UPDATE", 3, false);
    assertThat(received).as("no offer, no glare").hasSize(1);
  }

  @Test
  void offerMeetsOurReInvite() throws Exception {
    send(create("INVITE", true));
    receive("UPDATE", 2, true);
    receive("INVITE", 3, true);
    assertThat(flow.take())
        .containsExactly("491 Request Pending UPDATE", "491 Request Pending INVITE");
  }

  @Test
  void offerMeetsAReInviteThatIsNotAnswered() throws Exception {
    receive("INVITE", 2, true);
    receive("UPDATE", 3, true);
    assertThat(flow.take()).containsExactly("500 Server Internal Error UPDATE");
    SipServletRequest update = create("UPDATE", true);
    assertThatThrownBy(update::send)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("offer");
    received.get(0).createResponse(200).send();
    update.send();
  }

  /** A reliable response has answered the offer: what follows is a new one. */
  @Test
  void offerThatIsAnsweredReliablyIsOver() throws Exception {
    test.receive(request("INVITE", 2, tag, "Supported: 100rel", SDP[0], SDP[1]) + "v=0");
    var progress = received.get(0).createResponse(183);
    progress.setContent("v=0", "application/sdp");
    progress.sendReliably();
    test.run();
    flow.take();
    receive("UPDATE", 3, true);
    assertThat(received).hasSize(2);
    assertThat(flow.take()).isEmpty();
  }

  @Test
  void provisionalResponseWithoutADescriptionAnswersNoOffer() throws Exception {
    SipServletRequest invite = create("INVITE", true);
    invite.send();
    test.run();
    test.answer(flow.lastRequest(), 183, "alice", "Require: 100rel", "RSeq: 1");
    flow.take();
    receive("UPDATE", 2, true);
    assertThat(flow.take()).containsExactly("491 Request Pending UPDATE");
  }

  /** Until its PRACK, which answers it (RFC 3262 5). */
  @Test
  void offerInAReliableResponseOfOurs() throws Exception {
    test.receive(request("INVITE", 2, tag, "Supported: 100rel"));
    var progress = received.get(0).createResponse(183);
    progress.setContent("v=0", "application/sdp");
    progress.sendReliably();
    test.run();
    String rack = "RAck: " + flow.last().header(HeaderName.RSEQ) + " 2 INVITE";
    flow.take();
    receive("UPDATE", 3, true);
    assertThat(flow.take()).containsExactly("491 Request Pending UPDATE");
    assertThatThrownBy(create("UPDATE", true)::send).isInstanceOf(IllegalStateException.class);
    test.receive(request("PRACK", 4, tag, rack, SDP[0], SDP[1]) + "v=0");
    receive("UPDATE", 5, true);
    assertThat(flow.take()).as("the PRACK has made no offer").isEmpty();
    assertThat(received).extracting(SipServletRequest::getMethod).endsWith("PRACK", "UPDATE");
  }

  /** Until our PRACK, which answers it. */
  @Test
  void offerInAReliableResponseOfThePeer() throws Exception {
    List<SipServletResponse> responses = new ArrayList<>();
    test.onResponse = responses::add;
    create("INVITE", false).send();
    test.run();
    var progress = flow.lastRequest().response(183);
    progress.toTag("alice");
    String headers = "Require: 100rel\r\nRSeq: 1\r\n" + SDP[0] + "\r\n" + SDP[1];
    test.receive(new String(progress.toBytes()).replace("Content-Length: 0", headers) + "v=0");
    flow.take();
    receive("UPDATE", 2, true);
    assertThat(flow.lastResponse().header(HeaderName.RETRY_AFTER)).isNotNull();
    assertThat(flow.take()).containsExactly("500 Server Internal Error UPDATE");
    assertThatThrownBy(create("UPDATE", true)::send).isInstanceOf(IllegalStateException.class);
    SipServletRequest prack = responses.get(0).createPrack();
    prack.setContent("v=0", "application/sdp");
    send(prack);
    receive("UPDATE", 3, true);
    assertThat(flow.take()).as("the PRACK has made no offer").isEmpty();
    assertThat(received).hasSize(1);
  }

  @Test
  void secondInviteOfOursWaits() throws Exception {
    SipServletRequest first = create("INVITE", false);
    SipServletRequest second = create("INVITE", false);
    first.send();
    test.run();
    var sent = flow.lastRequest();
    assertThatThrownBy(second::send)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("INVITE");
    test.answer(sent, 488, "alice");
    second.send();
    test.run();
    assertThat(flow.lastRequest().header(HeaderName.CSEQ)).isEqualTo("2 INVITE");
  }

  @Test
  void inviteOfOursWaitsForThePeers() throws Exception {
    receive("INVITE", 2, false);
    assertThatThrownBy(create("INVITE", false)::send).isInstanceOf(IllegalStateException.class);
    received.get(0).createResponse(488).send();
    create("INVITE", false).send();
  }

  @Test
  void secondUpdateOfOursWaits() throws Exception {
    send(create("UPDATE", false));
    assertThatThrownBy(create("UPDATE", false)::send).isInstanceOf(IllegalStateException.class);
    create("INFO", false).send();
  }
}
