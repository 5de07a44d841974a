package org.sipasync.container.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipMessage;

/** The whole way from a socket to a servlet and back. */
class SocketsTest {
  /** Long enough for the busiest machine: passing it is a failure. */
  private static final int TIMEOUT_MILLIS = 30_000;

  private RunningContainer container;

  private void open(int loops) throws IOException {
    container = new RunningContainer(0, loops);
  }

  @AfterEach
  void close() {
    container.close();
  }

  private String text(String method, int port, int cseq, String toTag) {
    return TestContainer.request(method, cseq, toTag)
        .replace("192.0.2.2:5060", "127.0.0.1:" + port);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void callOverUdp(int loops) throws Exception {
    open(loops);
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      int port = socket.getLocalPort();
      send(socket, text("INVITE", port, 1, ""));
      SipMessage ringing = receive(socket);
      assertThat(ringing.startLine()).isEqualTo("SIP/2.0 180 Ringing");
      SipMessage ok = receive(socket);
      assertThat(ok.startLine()).isEqualTo("SIP/2.0 200 OK");
      assertThat(ok.toTag()).isEqualTo(ringing.toTag());
      assertThat(ok.header(HeaderName.CONTACT)).isEqualTo("<sip:127.0.0.1:" + container.udp + ">");
      send(socket, text("ACK", port, 1, ok.toTag()));
      send(socket, text("BYE", port, 2, ok.toTag()));
      SipMessage bye = receive(socket);
      while (bye.cseq().number() == 1) {
        bye = receive(socket); // a 200 repeated on a busy machine
      }
      assertThat(bye.startLine()).isEqualTo("SIP/2.0 200 OK");
      send(socket, text("BYE", port, 3, ok.toTag()));
      assertThat(receive(socket).startLine()).startsWith("SIP/2.0 481");
    }
  }

  private void send(DatagramSocket socket, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    InetAddress here = InetAddress.getByName("127.0.0.1");
    socket.send(new DatagramPacket(bytes, bytes.length, here, container.udp));
  }

  private static SipMessage receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(packet);
    return TestFlow.parse(new String(packet.getData(), 0, packet.getLength(), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void requestsOverTcpAreAnsweredOnTheirConnection(int loops) throws Exception {
    open(loops);
    for (int i = 0; i < 8; i++) {
      requestOverTcp("call" + i);
    }
  }

  private void requestOverTcp(String callId) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", container.tcp)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String text = text("OPTIONS", 5060, 1, "").replace("SIP/2.0/UDP", "SIP/2.0/TCP");
      text = text.replace("Call-ID: call", "Call-ID: " + callId);
      socket.getOutputStream().write(text.getBytes(UTF_8));
      StringBuilder answer = new StringBuilder();
      while (answer.indexOf("\r\n\r\n") < 0) {
        int read = socket.getInputStream().read();
        assertThat(read).as("connection closed after: %s", answer).isNotNegative();
        answer.append((char) read);
      }
      assertThat(TestFlow.parse(answer.toString()).startLine()).isEqualTo("SIP/2.0 200 OK");
    }
  }
}
