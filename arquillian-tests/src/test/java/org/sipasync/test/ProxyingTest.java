package org.sipasync.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.test.proxying.ProxyServlet;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** Proxied calls over real sockets: what is suspended on the way, callees that misbehave. */
@ArquillianTest
class ProxyingTest extends InContainer {
  @Deployment(testable = false)
  static WebArchive proxy() {
    return war("proxying", ProxyServlet.class.getPackage());
  }

  private static Call call(SipPhone caller, String how, String... targets) {
    List<String> headers = new ArrayList<>(List.of("X-How: " + how));
    for (String target : targets) {
      headers.add("X-Target: " + target);
    }
    return caller.invite("proxy", headers.toArray(String[]::new));
  }

  /** A port that nobody listens on. */
  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static String tcp(int port) {
    return "sip:callee@127.0.0.1:" + port + ";transport=tcp";
  }

  @Test
  @Tag("C-D1")
  @DisplayName("A TCP port that refuses: the next target is tried at once")
  void refusingTargetOfASequence() throws IOException {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = call(caller, "sequential", tcp(closedPort()), callee.address());
      callee.awaitCall().accept();
      call.expect(200);
      assertThat(call.invite().finals()).containsOnly(200);
    }
  }

  @Test
  @Tag("C-D1")
  @DisplayName("A TCP port that refuses: the caller gets one final response at once")
  void refusingTarget() throws IOException {
    try (SipPhone caller = phone("udp")) {
      Call call = call(caller, "parallel", tcp(closedPort()));
      assertThat(call.ackFailure(500).header("X-Told")).isEqualTo("503");
    }
  }

  @Test
  @Tag("289-10.2.3")
  @DisplayName("The timeout of @SipApplication is the proxy's")
  void timeoutOfTheApplication() {
    try (SipPhone caller = phone("udp")) {
      Exchange asked = caller.request("OPTIONS", "proxy", "X-How: ask");
      assertThat(asked.expect(200).header("X-Timeout")).isEqualTo("77");
    }
  }

  @Test
  @Tag("289-10.4")
  @DisplayName("proxyTo within the dialog sends the request on, once")
  void proxyToWithinTheDialog() {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = call(caller, "record", callee.address());
      IncomingCall incoming = talk(call, callee);
      Exchange info = call.send("INFO", "X-Again: yes");
      callee.respond(incoming.awaitRequest("INFO"), 200, "OK");
      info.expect(200);
      Exchange bye = call.bye();
      incoming.awaitBye();
      bye.expect(200);
    }
  }

  @Test
  @Tag("C-D1")
  @DisplayName("A TCP peer that resets the connection, another that answers garbage")
  void resetAndGarbage() throws Exception {
    try (SipPhone caller = phone("udp");
        ServerSocket resetting = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        ServerSocket talking = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread reset = new Thread(() -> accept(resetting, null));
      Thread garbage = new Thread(() -> accept(talking, "HTTP/1.1 400 Bad Request\r\n\r\n"));
      reset.start();
      garbage.start();
      Call call =
          call(caller, "parallel", tcp(resetting.getLocalPort()), tcp(talking.getLocalPort()));
      call.ackFailure(500);
      assertThat(call.invite().finals()).containsOnly(500);
      reset.join(10_000);
      garbage.join(10_000);
      assertThat(reset.isAlive() || garbage.isAlive()).isFalse();
    }
  }

  /** Reads a request, says something, and resets the connection. */
  private static void accept(ServerSocket server, String answer) {
    try (Socket socket = server.accept()) {
      socket.setSoTimeout(10_000);
      int read = socket.getInputStream().read(new byte[65_536]);
      if (answer != null && read > 0) {
        socket.getOutputStream().write(answer.getBytes(UTF_8));
        socket.getOutputStream().flush();
      }
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Tag("C-D1")
  @DisplayName("A peer that swallows everything: the sequence goes on after its time")
  void swallowingTarget() throws Exception {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp");
        DatagramSocket hole =
            new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))) {
      String swallowed = "sip:callee@127.0.0.1:" + hole.getLocalPort();
      Call call = call(caller, "sequential impatient", swallowed, callee.address());
      callee.awaitCall().accept();
      call.expect(200);
    }
  }

  @Test
  @Tag("C-D1")
  @DisplayName("A MESSAGE that is swallowed goes to the next target before its sender gives up")
  void swallowedMessage() throws Exception {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp");
        DatagramSocket hole =
            new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))) {
      String swallowed = "X-Target: sip:callee@127.0.0.1:" + hole.getLocalPort();
      String next = "X-Target: " + callee.address();
      Exchange message =
          caller.request("MESSAGE", "proxy", "X-How: sequential hurried", swallowed, next);
      callee.respond(callee.awaitRequest("MESSAGE"), 200, "OK");
      message.expect(200);
    }
  }

  @Test
  @Tag("C-D1")
  @Tag("C-D2")
  @DisplayName("A callee that accepts after its time, while the next one rings: it has the call")
  void answersLate() {
    try (SipPhone caller = phone("udp");
        SipPhone late = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = call(caller, "sequential hurried record", late.address(), callee.address());
      IncomingCall first = late.awaitCall();
      IncomingCall second = callee.awaitCall();
      second.ring();
      call.expect(180);
      first.accept();
      call.expect(200);
      call.ack();
      first.awaitAck();
      second.awaitCancel();
      assertThat(call.invite().finals()).containsOnly(200);
    }
  }

  @Test
  @Tag("C-D1")
  @Tag("C-D2")
  @DisplayName("A callee that answers garbage, then twice: each 200 goes up, and nothing else")
  void answersTwice() throws Exception {
    try (SipPhone caller = phone("udp");
        DatagramSocket callee =
            new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))) {
      callee.setSoTimeout(10_000);
      Call call = call(caller, "parallel", "sip:callee@127.0.0.1:" + callee.getLocalPort());
      byte[] buffer = new byte[65_536];
      DatagramPacket invite = new DatagramPacket(buffer, buffer.length);
      callee.receive(invite);
      String request = new String(buffer, 0, invite.getLength(), UTF_8);
      send(callee, invite, "SIP/2.0 200 OK\r\nVia: nonsense\r\n\r\n");
      send(callee, invite, response(request, text -> text));
      send(callee, invite, response(request, text -> text));
      call.expect(200);
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          call.invite().responses().stream()
                              .map(SipMessage::status)
                              .filter(status -> status >= 200))
                      .hasSize(2)
                      .containsOnly(200));
    }
  }

  private static void send(DatagramSocket from, DatagramPacket to, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    from.send(new DatagramPacket(bytes, bytes.length, to.getSocketAddress()));
  }

  /** 200 with the headers that a response copies. */
  private static String response(String request, UnaryOperator<String> change) {
    StringBuilder response = new StringBuilder("SIP/2.0 200 OK\r\n");
    for (String line : request.split("\r\n")) {
      if (line.startsWith("To:")) {
        response.append(line).append(";tag=twice\r\n");
      } else if (line.matches("(Via|From|Call-ID|CSeq):.*")) {
        response.append(line).append("\r\n");
      }
    }
    response.append("Contact: <sip:callee@127.0.0.1>\r\nContent-Length: 0\r\n\r\n");
    return change.apply(response.toString());
  }

  @Test
  @Tag("A10")
  @Tag("A16")
  @DisplayName("A16: a suspended response goes upstream when it is resumed, changed")
  void suspendedResponse() {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = call(caller, "parallel", callee.address());
      IncomingCall incoming = callee.awaitCall();
      incoming.ring("X-Hold: 200");
      assertThat(call.expect(180).header("X-Seen")).isEqualTo("yes");
      incoming.accept("X-Hold: 200");
      assertThat(call.expect(200).header("X-Seen")).isEqualTo("yes");
      assertThat(call.invite().finals()).containsOnly(200);
    }
  }

  @Test
  @Tag("A10")
  @Tag("A16")
  @DisplayName("A16: a suspended request within the dialog goes on when it is resumed, changed")
  void suspendedRequest() {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = call(caller, "record", callee.address());
      IncomingCall incoming = talk(call, callee);
      Exchange info = call.send("INFO", "X-Hold: 200");
      SipMessage received = callee.awaitRequest("INFO");
      assertThat(received.header("X-Seen")).isEqualTo("yes");
      callee.respond(received, 200, "OK");
      info.expect(200);
      Exchange bye = call.bye();
      incoming.awaitBye();
      bye.expect(200);
    }
  }

  @Test
  @Tag("289-10.4")
  @DisplayName("A recorded call goes on when its session has been invalidated")
  void outlivesItsSession() {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = call(caller, "record forget", callee.address());
      IncomingCall incoming = talk(call, callee);
      Exchange bye = incoming.bye();
      SipMessage received = caller.awaitRequest("BYE");
      caller.respond(received, 200, "OK");
      bye.expect(200);
    }
  }

  @Test
  @Tag("C-D7")
  @DisplayName("From TCP to UDP: two Record-Routes, nothing internal in them, both ways pass")
  void acrossTransports() {
    try (SipPhone caller = phone("tcp");
        SipPhone callee = phone("udp")) {
      Call call = call(caller, "record", callee.address());
      IncomingCall incoming = callee.awaitCall();
      String routes = String.join(",", incoming.invite().all("Record-Route"));
      assertThat(routes.split(",")).hasSize(2);
      assertThat(routes).contains("transport=tcp").doesNotContain("app").doesNotContain("proxying");
      incoming.accept();
      call.expect(200);
      call.ack();
      incoming.awaitAck();
      Exchange bye = call.bye();
      incoming.awaitBye();
      bye.expect(200);
    }
  }

  @Test
  @Tag("289-10.4")
  @DisplayName("A 481 to an INFO ends nothing: the application still sees the BYE")
  void refusedInfo() {
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = call(caller, "record", callee.address());
      IncomingCall incoming = talk(call, callee);
      Exchange info = call.send("INFO");
      callee.respond(incoming.awaitRequest("INFO"), 481, "Unknown");
      info.expect(481);
      Exchange bye = call.send("BYE", "X-Hold: 10");
      assertThat(incoming.awaitBye().header("X-Seen")).isEqualTo("yes");
      bye.expect(200);
    }
  }
}
