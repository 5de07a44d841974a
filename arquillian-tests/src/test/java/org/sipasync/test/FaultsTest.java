package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.test.faults.FaultsServlet;
import org.sipasync.testkit.BlackHole;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** Faults of other containers that a peer sees on the wire, and that ours must not have. */
@ArquillianTest
class FaultsTest extends InContainer {

  @Deployment(testable = false)
  static WebArchive faults() {
    return war("faults", FaultsServlet.class.getPackage());
  }

  /** Asks over the same socket; over TCP this shows that the connection has stayed. */
  private static void assertServed(RawPeer peer) throws IOException {
    peer.send(peer.request("OPTIONS"));
    assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
  }

  // --- peers

  @Test
  @Tag("C-A2")
  @DisplayName("C-A2: 20 requests to an address that answers no SYN delay nobody")
  void swallowedSyns() throws IOException {
    try (BlackHole hole = new BlackHole();
        SipPhone phone = phone("udp")) {
      for (int i = 0; i < 20; i++) {
        phone.request("MESSAGE", "reach;port=" + hole.port()).expect(200);
      }
      for (int i = 0; i < 20; i++) {
        phone.request("OPTIONS", "anyone").expect(200);
      }
    }
  }

  @Test
  @Tag("C-A4")
  @DisplayName("C-A4: a ping as the first bytes of a connection gets its pong (RFC 5626 4.4.1)")
  void ping() throws IOException {
    try (RawPeer peer = new RawPeer("tcp")) {
      peer.send("\r\n\r\n" + peer.request("OPTIONS"));
      assertThat(peer.receive()).startsWith("\r\nSIP/2.0 200 ");
    }
  }

  @Test
  @Tag("C-A5")
  @DisplayName("C-A5: datagrams whose Via says TCP lead to no connection and delay nobody")
  void otherTransportInVia() throws IOException {
    try (BlackHole hole = new BlackHole();
        RawPeer peer = new RawPeer("udp")) {
      for (int i = 0; i < 40; i++) {
        String via = "Via: SIP/2.0/TCP 127.0.0.1:" + hole.port();
        peer.send(peer.request("INVITE").replaceFirst("Via: SIP/2.0/UDP [^;]*", via));
      }
      try (RawPeer other = new RawPeer("udp")) {
        assertServed(other);
      }
    }
  }

  @Test
  @Tag("C-A8")
  @DisplayName("C-A8: a caller that has closed its side only still gets its answer")
  void halfClosed() throws IOException {
    try (RawPeer peer = new RawPeer("tcp")) {
      peer.send(peer.request("INVITE", "sip:soon@127.0.0.1:" + SIP_PORT));
      peer.halfClose();
      assertThat(peer.awaitFinal("INVITE")).startsWith("SIP/2.0 200 ");
    }
  }

  // --- requests that match nothing, or too much

  @Test
  @Tag("C-B5")
  @DisplayName("C-B5: the same request by another way is merged: 482")
  void merged() throws IOException {
    try (RawPeer peer = new RawPeer("udp")) {
      String invite = peer.request("INVITE", "sip:hold@127.0.0.1:" + SIP_PORT);
      peer.send(invite);
      assertThat(peer.receive()).startsWith("SIP/2.0 100 ");
      peer.send(invite.replace("branch=z9hG4bK", "branch=z9hG4bKother"));
      assertThat(peer.awaitFinal("INVITE")).startsWith("SIP/2.0 482 ");
      peer.send(invite.replace("INVITE", "CANCEL").replaceAll("Contact: .*\r\n", ""));
      assertThat(peer.awaitFinal("INVITE")).startsWith("SIP/2.0 487 ");
    }
  }

  @Test
  @Tag("C-B6")
  @DisplayName("C-B6: the 200 to a CANCEL and the 487 to its INVITE have one To tag")
  void tagsOfCancelled() {
    try (SipPhone phone = phone("udp")) {
      Call call = phone.invite("hold");
      call.expect(100);
      SipMessage cancelled = call.cancel().expect(200);
      assertThat(call.ackFailure(487).toTag()).isNotNull().isEqualTo(cancelled.toTag());
    }
  }

  @Test
  @Tag("C-B7")
  @DisplayName("C-B7: a branch is matched with its sent-by and method only")
  void sameBranch() throws IOException {
    try (RawPeer peer = new RawPeer("udp");
        RawPeer other = new RawPeer("udp")) {
      String first = peer.request("OPTIONS").replaceFirst("branch=[^\r]*", "branch=z9hG4bKsame");
      peer.send(first);
      assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
      other.send(other.request("OPTIONS").replaceFirst("branch=[^\r]*", "branch=z9hG4bKsame"));
      assertThat(other.receive()).startsWith("SIP/2.0 200 ");
      peer.send(peer.request("MESSAGE").replaceFirst("branch=[^\r]*", "branch=z9hG4bKsame"));
      assertThat(peer.awaitFinal("MESSAGE")).startsWith("SIP/2.0 200 ");
      peer.send(first);
      assertThat(peer.awaitFinal("OPTIONS")).as("the same response again").contains(tag(first));
    }
  }

  private static String tag(String request) {
    return request.replaceAll("(?s).*(Call-ID: [^\r]*).*", "$1");
  }

  @Test
  @Tag("C-B8")
  @DisplayName("C-B8: requests of RFC 2543, whose branch says nothing, are told apart")
  void oldBranches() throws IOException {
    try (RawPeer peer = new RawPeer("udp")) {
      for (int i = 0; i < 50; i++) {
        String request = peer.request("OPTIONS").replaceFirst("branch=[^\r]*", "branch=1");
        peer.send(request);
        assertThat(peer.receive()).startsWith("SIP/2.0 200 ").contains(tag(request));
      }
    }
  }

  // --- sessions

  @Test
  @Tag("C-E4")
  @DisplayName("C-E4: the timer of a session made in a handler does not wait for the handler")
  void laneOfNewSession() {
    try (SipPhone phone = phone("udp")) {
      Call call = phone.invite("anyone");
      call.expect(200);
      call.ack();
      call.send("MESSAGE", "X-Do: own lane").expect(200);
      call.bye().expect(200);
    }
  }

  @Test
  @Tag("C-F6")
  @DisplayName("C-F6: a BYE that is sent again gets the same answer again")
  void repeatedBye() {
    try (SipPhone phone = phone("udp")) {
      Call call = phone.invite("anyone");
      call.expect(200);
      call.ack();
      Exchange bye = call.bye();
      bye.expect(200);
      bye.retransmit();
      bye.retransmit();
      await().untilAsserted(() -> assertThat(bye.finals()).containsExactly(200, 200, 200));
    }
  }

  // --- malformed and unknown

  @ParameterizedTest(name = "{0}: \"{1}\" becomes \"{2}\": {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          C-F1 | Content-Length: 0 | Content-Length: -5 | 400
          C-F2 | CSeq: 1 OPTIONS | CSeq: one OPTIONS | 400
          C-F3 | Call-ID: | Call-ID: #| 400
          C-F3 | Call-ID: | X-Call-ID: | 400
          C-F4 | SIP/2.0# | SIP/7.0# | 505
          C-F5 | Contact: | Require: no-such-option#Contact: | 420
          C-F8 | To: | From: <sip:two@127.0.0.1>;tag=two#To: | 400
          C-F8 | To: | To: <sip:two@127.0.0.1>#To: | 400
          C-F8 | To: | Call-ID: two#To: | 400
          C-F8 | To: | CSeq: 2 OPTIONS#To: | 400
          C-F8 | To: | Content-Length: 5#To: | 400
          C-F8 | OPTIONS sip:anyone@ | OPTIONS nosuch:anyone@ | 416
          C-F8 | OPTIONS sip:anyone@127.0.0.1: | OPTIONS sip:2001:db8::10: | 400
          C-F8 | From: | X-From: | 400
          C-F8 | CSeq: | X-CSeq: | 400
          """)
  @Tag("C-F1")
  @Tag("C-F2")
  @Tag("C-F3")
  @Tag("C-F4")
  @Tag("C-F5")
  @Tag("C-F8")
  void malformed(String id, String what, String with, int status) throws IOException {
    for (String transport : new String[] {"udp", "tcp"}) {
      try (RawPeer peer = new RawPeer(transport);
          RawPeer next = new RawPeer(transport)) {
        String request = peer.request("OPTIONS");
        String bad = request.replaceFirst(java.util.regex.Pattern.quote(lines(what)), lines(with));
        assertThat(bad).isNotEqualTo(request);
        peer.send(id.equals("C-F3") && with.equals("Call-ID: #") ? emptyCallId(request) : bad);
        String answer = peer.receive();
        assertThat(answer).as(transport).startsWith("SIP/2.0 " + status + " ");
        assertWellFormed(answer);
        assertServed(with.startsWith("Content-Length") ? next : peer);
      }
    }
  }

  private static String lines(String text) {
    return text.replace("#", "\r\n");
  }

  private static String emptyCallId(String request) {
    return request.replaceFirst("Call-ID: [^\r]*", "Call-ID: ");
  }

  private static void assertWellFormed(String response) {
    assertThat(response).endsWith("\r\n\r\n");
    assertThat(response.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
    SipMessage parsed = SipMessage.parse(response.strip());
    assertThat(parsed.startLine()).matches("SIP/2\\.0 \\d{3} [ -~]+");
  }

  @Test
  @Tag("C-F5")
  @DisplayName("C-F5: 420 names what is not supported")
  void unsupported() {
    try (SipPhone phone = phone("udp")) {
      SipMessage refused =
          phone.request("OPTIONS", "anyone", "Require: no-such-option, 100rel").expect(420);
      assertThat(refused.header("Unsupported")).isEqualTo("no-such-option");
    }
  }

  @ParameterizedTest(name = "C-F3: an INVITE without Contact over {0}")
  @ValueSource(strings = {"udp", "tcp"})
  @Tag("C-F3")
  void withoutContact(String transport) throws IOException {
    try (RawPeer peer = new RawPeer(transport)) {
      peer.send(peer.request("INVITE").replaceAll("Contact: .*\r\n", ""));
      assertThat(peer.awaitFinal("INVITE")).startsWith("SIP/2.0 400 ");
      assertServed(peer);
    }
  }

  @Test
  @Tag("C-F2")
  @DisplayName("C-F2: a malformed neighbour on the connection costs a suspended call nothing")
  void suspendedNeighbour() throws IOException {
    try (RawPeer peer = new RawPeer("tcp")) {
      String invite = peer.request("INVITE", "sip:soon@127.0.0.1:" + SIP_PORT);
      peer.send(invite + peer.request("OPTIONS").replace("CSeq: 1", "CSeq: one"));
      assertThat(peer.receive() + peer.receive() + peer.receive())
          .contains("SIP/2.0 400 ")
          .contains("SIP/2.0 200 ");
    }
  }

  @Test
  @Tag("C-F7")
  @DisplayName("C-F7: thousands of URI parameters in one datagram are refused")
  void manyParameters() throws IOException {
    try (RawPeer peer = new RawPeer("udp")) {
      String uri = "sip:anyone@127.0.0.1" + ";a=b".repeat(8_000);
      peer.send(peer.request("OPTIONS", uri).replaceFirst("To: .*\r\n", "To: <sip:a@b>\r\n"));
      assertThat(RawPeer.status(peer.receive())).isBetween(400, 513);
      assertServed(peer);
    }
  }

  @Test
  @Tag("C-F8")
  @DisplayName("C-F8: an unknown method reaches nobody: 501 or 405; two in one write are answered")
  void unknownMethod() throws IOException {
    try (RawPeer peer = new RawPeer("tcp")) {
      peer.send(peer.request("DANCE") + peer.request("OPTIONS"));
      String both = peer.receive() + peer.receive();
      assertThat(both).contains("SIP/2.0 200 ");
      assertThat(both).containsPattern("SIP/2\\.0 (200|405|501) [^\r]*(?s:.*)CSeq: 1 DANCE");
    }
  }

  @Test
  @Tag("C-A5")
  @DisplayName("C-A5: an answer goes where the datagram came from, never to the Via's host")
  void answersGoBack() throws IOException {
    try (RawPeer peer = new RawPeer("udp");
        DatagramSocket bystander = new DatagramSocket(0, InetAddress.getByName("127.0.0.2"))) {
      String via = "Via: SIP/2.0/UDP 127.0.0.2:" + bystander.getLocalPort() + ";rport;branch=";
      peer.send(
          peer.request("OPTIONS").replaceFirst("Via: [^\r]*", via + "z9hG4bK" + UUID.randomUUID()));
      assertThat(peer.receive()).startsWith("SIP/2.0 200 ").contains("received=127.0.0.1");
      bystander.setSoTimeout(300);
      Assertions.assertThatThrownBy(() -> bystander.receive(new DatagramPacket(new byte[1], 1)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }
}
