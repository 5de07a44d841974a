package org.sipasync.container.dispatch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.SipRequest;

/** Calls through several applications of one container (JSR 289 15). */
@Tag("289-15.4.1")
class ChainTest {
  private static final String CONTACT = "Contact: <sip:bob@desk>";

  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final BackToBack first = new BackToBack(test, "a");
  private final BackToBack second = new BackToBack(test, "b");

  ChainTest() {
    test.router = TestRouter.chain("a", "b");
  }

  @AfterEach
  void close() {
    test.close();
  }

  /** The INVITE that leaves the container. */
  private SipRequest invite() {
    test.receive(TestContainer.request("INVITE", "sip:bob@desk", "i", 1, ""));
    return flow.lastRequest();
  }

  /** The To tag that the caller sees. */
  private String answered(SipRequest invite) {
    test.answer(invite, 200, "bob", CONTACT);
    String tag = flow.lastTag();
    flow.take();
    test.receive(TestContainer.request("ACK", "sip:192.0.2.1", "ack", 1, tag));
    test.log.clear();
    return tag;
  }

  @Test
  void callThroughTwoApplicationsAndThenToTheNetwork() {
    SipRequest out = invite();
    assertThat(flow.take()).containsExactly("INVITE sip:bob@desk");
    test.answer(out, 180, "bob");
    assertThat(flow.take()).containsExactly("180 Ringing INVITE");
    test.answer(out, 200, "bob", CONTACT);
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

  /** Via and Contact of the hop between them are those of a wire, and nothing else is there. */
  @Test
  @Tag("C-D7")
  void nothingInternalIsInTheMessages() throws Exception {
    SipRequest out = invite();
    String between =
        new String(((RequestFacade) second.received.get(0)).message().toBytes(), US_ASCII);
    assertThat(between)
        .contains("Via: SIP/2.0/UDP 0.0.0.0:9;branch=z9hG4bK", "Contact: <sip:0.0.0.0:9>")
        .doesNotContain("rport", "Route:", "sip-async");
    assertThat(out.list(Headers.VIA)).hasSize(1);
    assertThat(new String(out.toBytes(), US_ASCII)).doesNotContain("Route:", "sip-async");
  }

  @Test
  void callerHangsUp() {
    String tag = answered(invite());
    test.receive(TestContainer.request("BYE", "sip:192.0.2.1", "bye", 2, tag));
    assertThat(flow.take()).containsExactly("BYE sip:bob@desk");
    test.answer(flow.lastRequestEver(), 200, "bob");
    assertThat(flow.take()).containsExactly("200 OK BYE");
    assertThat(test.log).containsExactly("a BYE", "b BYE", "b 200 BYE", "a 200 BYE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void calleeHangsUp() throws Exception {
    SipRequest out = invite();
    answered(out);
    test.receive(
        String.join(
                "\r\n",
                "BYE sip:192.0.2.1 SIP/2.0",
                "Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKbob",
                "Max-Forwards: 70",
                "From: <sip:bob@192.0.2.1>;tag=bob",
                "To: " + out.from(),
                "Call-ID: " + out.callId(),
                "CSeq: 1 BYE",
                "Content-Length: 0",
                "")
            + "\r\n");
    assertThat(flow.take()).containsExactly("BYE sip:alice@192.0.2.2");
    test.answer(flow.lastRequestEver(), 200, "alice");
    assertThat(flow.take()).containsExactly("200 OK BYE");
    assertThat(test.log).containsExactly("b BYE", "a BYE", "a 200 BYE", "b 200 BYE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void callerCancels() {
    SipRequest out = invite();
    test.answer(out, 180, "bob");
    flow.take();
    test.log.clear();
    test.receive(TestContainer.request("CANCEL", "sip:bob@desk", "i", 1, ""));
    assertThat(flow.take())
        .containsExactly("200 OK CANCEL", "487 Request Terminated INVITE", "CANCEL sip:bob@desk");
    assertThat(test.log).containsExactly("a CANCEL", "b CANCEL", "a 487 INVITE");
    test.answer(out, 487, "bob");
    assertThat(flow.take()).containsExactly("ACK sip:bob@desk");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void refusalComesBackThroughAll() {
    test.answer(invite(), 486, "bob");
    assertThat(test.log).endsWith("b 486 INVITE", "a 486 INVITE");
    assertThat(flow.take())
        .containsExactly("INVITE sip:bob@desk", "ACK sip:bob@desk", "486 Busy Here INVITE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void lastApplicationAnswers() {
    test.router = TestRouter.chain("a", "app");
    test.answerAll(200);
    test.receive(TestContainer.request("OPTIONS", "sip:bob@desk", "o", 1, ""));
    assertThat(flow.take()).containsExactly("200 OK OPTIONS");
    assertThat(test.log).containsExactly("a OPTIONS", "OPTIONS", "a 200 OPTIONS");
  }

  /** Requests within the dialog pass the hop between the two applications, but no network. */
  @Test
  void dialogOfTwoApplicationsStaysHere() {
    test.router = TestRouter.chain("a", "app");
    test.answerAll(200);
    test.receive(TestContainer.request("INVITE", "sip:bob@desk", "i", 1, ""));
    String tag = flow.lastTag();
    test.onRequest =
        request -> {
          if (!request.getMethod().equals("ACK")) {
            request.createResponse(200).send();
          }
        };
    test.receive(TestContainer.request("ACK", "sip:192.0.2.1", "ack", 1, tag));
    test.receive(TestContainer.request("INFO", "sip:192.0.2.1", "info", 2, tag));
    assertThat(flow.take()).containsExactly("200 OK INVITE", "200 OK INFO");
    assertThat(test.log)
        .containsSubsequence("a INVITE", "INVITE", "a 200 INVITE", "ACK", "a INFO", "INFO");
  }

  @Test
  void middleApplicationGoesDuringACall() {
    String tag = answered(invite());
    test.undeploy("b");
    flow.take();
    test.receive(TestContainer.request("BYE", "sip:192.0.2.1", "bye", 2, tag));
    assertThat(flow.take()).containsExactly("481 Call/Transaction Does Not Exist BYE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void middleApplicationGoesWhileItRings() {
    test.answer(invite(), 180, "bob");
    flow.take();
    test.undeploy("b");
    assertThat(flow.take())
        .containsExactlyInAnyOrder("503 Service Unavailable INVITE", "CANCEL sip:bob@desk");
  }

  @Test
  void applicationThatIsGoneWhenItsRequestArrives() {
    test.arrive(TestContainer.request("INVITE", "sip:bob@desk", "i", 1, ""));
    test.runThreads(); // it is on its way to b
    test.undeploy("b");
    test.run();
    assertThat(flow.take()).containsExactly("503 Service Unavailable INVITE");
  }

  @Test
  @Tag("289-5.5")
  void transportInformationOfTheChain() {
    invite();
    SipServletRequest one = first.received.get(0);
    SipServletRequest two = second.received.get(0);
    assertThat(List.of(one.getRemoteAddr(), one.getInitialRemoteAddr()))
        .containsExactly("192.0.2.2", "192.0.2.2");
    assertThat(List.of(two.getRemoteAddr(), two.getInitialRemoteAddr()))
        .containsExactly("0.0.0.0", "192.0.2.2");
    assertThat(two.getInitialRemotePort()).isEqualTo(5060);
    assertThat(two.getInitialTransport()).isEqualTo("UDP");
  }
}
