package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;

/** Numbers of our requests rise in the order they leave in (RFC 3261 12.2.1.1). */
class SequenceTest {
  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final List<SipServletResponse> responses = new ArrayList<>();
  private SipSession session;

  @AfterEach
  void close() {
    test.close();
  }

  @BeforeEach
  void call() {
    test.onRequest =
        request -> {
          session = request.getSession();
          if (request.getMethod().equals("INVITE")) {
            request.createResponse(200).send();
          }
        };
    test.onResponse = responses::add;
    test.receive(request("INVITE", 1, ""));
    test.receive(request("ACK", 1, flow.lastTag()));
    flow.take();
  }

  private SipRequest send(SipServletRequest request) throws Exception {
    request.send();
    test.run();
    return flow.lastRequest();
  }

  @Test
  void requestThatWaitedGetsTheNextNumber() throws Exception {
    SipServletRequest waiting = session.createRequest("INFO");
    assertThat(send(session.createRequest("UPDATE")).header(HeaderName.CSEQ)).isEqualTo("2 UPDATE");
    assertThat(send(waiting).header(HeaderName.CSEQ)).isEqualTo("3 INFO");
    assertThat(waiting.getHeader("CSeq")).isEqualTo("3 INFO");
    assertThat(send(session.createRequest("BYE")).header(HeaderName.CSEQ)).isEqualTo("4 BYE");
  }

  @Test
  void ackPrackAndCancelFollowTheirInvite() throws Exception {
    SipServletRequest invite = session.createRequest("INVITE");
    send(session.createRequest("INFO"));
    SipRequest sent = send(invite);
    assertThat(sent.header(HeaderName.CSEQ)).isEqualTo("3 INVITE");
    test.answer(sent, 183, "alice", "Require: 100rel", "RSeq: 7");
    SipServletRequest prack = responses.get(0).createPrack();
    send(session.createRequest("INFO"));
    SipRequest sentPrack = send(prack);
    assertThat(sentPrack.header(HeaderName.RACK)).isEqualTo("7 3 INVITE");
    assertThat(sentPrack.header(HeaderName.CSEQ)).isEqualTo("6 PRACK");
    invite.createCancel().send();
    test.run();
    assertThat(flow.lastRequest().header(HeaderName.CSEQ)).isEqualTo("3 CANCEL");
    test.answer(sent, 200, "alice");
    SipServletRequest ack = responses.get(responses.size() - 1).createAck();
    assertThat(send(ack).header(HeaderName.CSEQ)).isEqualTo("3 ACK");
  }
}
