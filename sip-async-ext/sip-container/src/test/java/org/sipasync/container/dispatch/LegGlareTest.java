package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.SipRequest;

/**
 * Both phones change the call at the same time (RFC 3261 14, RFC 3311 5): each gets its 491 and
 * waits by RFC 3261 14.1, for each is an end of its own dialog.
 */
@Tag("C-C1")
@Tag("289-12")
class LegGlareTest {
  private static final String[] SDP = {"Content-Type: application/sdp", "Content-Length: 0"};

  private final Bridge bridge = new Bridge();
  private final TestContainer test = bridge.test;
  private final TestFlow flow = bridge.flow;
  private SipRequest leg;
  private String tag;

  @AfterEach
  void close() {
    bridge.close();
  }

  @BeforeEach
  void talk() {
    leg = bridge.talk();
    tag = ((DialogSession) bridge.received.getSession()).dialog().localTag();
  }

  private void fromCaller(String method, int cseq) {
    test.receive(request(method, cseq, tag, SDP[0], "Content-Length: 3") + "v=0");
  }

  private void fromCallee(String method, int cseq) {
    test.receive(
        bridge.calleesRequest(leg, method, cseq, "b", SDP[0], "Content-Length: 3") + "v=0");
  }

  /** One has been passed on when the other comes. */
  @ParameterizedTest
  @ValueSource(strings = {"INVITE", "UPDATE"})
  void secondMeetsTheFirstOnItsWay(String method) {
    fromCaller(method, 2);
    SipRequest passed = flow.lastRequest();
    assertThat(flow.take()).containsExactly(method + " sip:bob@desk");
    fromCallee(method, 2);
    assertThat(flow.take()).containsExactly("491 Request Pending " + method);
    test.answer(passed, 491, "b");
    assertThat(flow.take()).contains("491 Request Pending " + method);
  }

  /** The application waits before it passes the first on: none of them can be sent. */
  @ParameterizedTest
  @ValueSource(strings = {"INVITE", "UPDATE"})
  void bothHaveComeBeforeOneIsPassedOn(String method) throws Exception {
    List<SipServletRequest> waiting = new ArrayList<>();
    TestContainer.Handler<SipServletRequest> pass = test.onRequest;
    test.onRequest = waiting::add;
    fromCaller(method, 2);
    test.onRequest = pass;
    fromCallee(method, 2);
    assertThat(flow.take())
        .as("the handler's send has thrown: the callee is to come again")
        .containsExactly("491 Request Pending " + method);
    SipServletRequest first = waiting.get(0);
    B2buaHelper helper = first.getB2buaHelper();
    helper.createRequest(helper.getLinkedSession(first.getSession()), first, null).send();
    test.run();
    assertThat(flow.take()).containsExactly(method + " sip:bob@desk");
  }

  /** After both waited, the change goes through. */
  @ParameterizedTest
  @ValueSource(strings = {"INVITE", "UPDATE"})
  void whoComesAgainGetsThrough(String method) {
    fromCaller(method, 2);
    test.answer(flow.lastRequest(), 491, "b");
    flow.take();
    fromCaller(method, 4);
    test.answer(flow.lastRequest(), 200, "b", "Contact: <sip:bob@desk>");
    assertThat(flow.take()).contains("200 OK " + method);
    assertThat(bridge.seen.get(bridge.seen.size() - 1)).isInstanceOf(SipServletResponse.class);
  }
}
