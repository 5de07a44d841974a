package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.SipRequest;

/** Applications one after the other, each a back-to-back user agent of its own making. */
@Tag("289-15.4.1")
class ChainTest {
  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final Map<SipSession, SipServletRequest> open = new HashMap<>();
  private final Map<SipSession, SipSession> peers = new HashMap<>();
  private final List<SipServletRequest> received = new ArrayList<>();

  @AfterEach
  void close() {
    test.close();
  }

  /** Deploys a back-to-back user agent. */
  private void relay(String name) {
    ContainerFactory[] factory = new ContainerFactory[1];
    factory[0] = test.deploy(name, request -> forward(request, factory[0]), this::answer);
  }

  private void forward(SipServletRequest request, ContainerFactory factory)
      throws java.io.IOException {
    SipServletRequest leg;
    if (request.isInitial()) {
      received.add(request);
      leg =
          factory.createRequest(
              request.getApplicationSession(),
              request.getMethod(),
              request.getFrom(),
              request.getTo());
      leg.setRequestURI(request.getRequestURI());
      leg.setRoutingDirective(SipApplicationRoutingDirective.CONTINUE, request);
      peers.put(request.getSession(), leg.getSession());
      peers.put(leg.getSession(), request.getSession());
    } else if (request.getMethod().equals("ACK")) {
      return;
    } else if (request.getMethod().equals("CANCEL")) {
      open.get(request.getSession());
      outgoing.get(request.getSession()).createCancel().send();
      return;
    } else {
      leg = peers.get(request.getSession()).createRequest(request.getMethod());
    }
    open.put(leg.getSession(), request);
    outgoing.put(request.getSession(), leg);
    leg.send();
  }

  private final Map<SipSession, SipServletRequest> outgoing = new HashMap<>();

  private void answer(SipServletResponse response) throws java.io.IOException {
    if (response.getStatus() / 100 == 2 && response.getMethod().equals("INVITE")) {
      response.createAck().send();
    }
    SipServletRequest waiting = open.get(response.getSession());
    if (!isEnded(waiting)) {
      waiting.createResponse(response.getStatus()).send();
    }
  }

  private static boolean isEnded(SipServletMessage message) {
    return message.isCommitted();
  }

  private SipRequest invite(String... headers) {
    test.receive(TestContainer.request("INVITE", "sip:bob@desk", "i", 1, "", headers));
    return flow.lastRequest();
  }

  @Test
  void twoApplicationsAndThenTheNetwork() {
    relay("a");
    relay("b");
    test.router = TestRouter.chain("a", "b");
    SipRequest out = invite();
    assertThat(test.log).containsExactly("a INVITE", "b INVITE");
    assertThat(flow.take()).containsExactly("INVITE sip:bob@desk");
    assertThat(out.toString()).doesNotContain("sip-async-route").doesNotContain("app");
    test.answer(out, 180, "bob");
    assertThat(flow.take()).containsExactly("180 Ringing INVITE");
    test.answer(out, 200, "bob", "Contact: <sip:bob@desk>");
    assertThat(flow.take()).containsExactly("ACK sip:bob@desk", "200 OK INVITE");
    assertThat(test.log)
        .containsExactly(
            "a INVITE",
            "b INVITE",
            "b 180 INVITE",
            "a 180 INVITE",
            "b 200 INVITE",
            "a 200 INVITE",
            "b ACK");
  }
}
