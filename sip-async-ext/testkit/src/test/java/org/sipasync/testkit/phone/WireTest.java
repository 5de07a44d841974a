package org.sipasync.testkit.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages on a TCP stream. */
class WireTest {

  private static Wire received(ServerSocket server, String stream) throws Exception {
    Wire wire = Wire.tcp(server.getLocalPort());
    try (Socket peer = server.accept()) {
      peer.getOutputStream().write(stream.getBytes(StandardCharsets.UTF_8));
    }
    return wire;
  }

  private static ServerSocket server() throws Exception {
    return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
  }

  @Test
  void severalInOneSegment() throws Exception {
    String stream =
        "\r\n\r\nMESSAGE sip:a SIP/2.0\r\nX: ü\r\ncontent-length: 3\r\n\r\nü!"
            + "BYE sip:b SIP/2.0\r\nContent-Length: 0\r\n\r\n";
    try (ServerSocket server = server();
        Wire wire = received(server, stream)) {
      SipMessage first = wire.receive();
      assertThat(first.startLine()).isEqualTo("MESSAGE sip:a SIP/2.0");
      assertThat(first.header("X")).isEqualTo("ü");
      assertThat(first.body()).isEqualTo("ü!");
      assertThat(wire.receive().startLine()).isEqualTo("BYE sip:b SIP/2.0");
      assertThat(wire.receive()).isNull();
    }
  }

  @Test
  void tooLongABodyEndsIt() throws Exception {
    String stream = "MESSAGE sip:a SIP/2.0\r\nContent-Length: 2000000000\r\n\r\n";
    try (ServerSocket server = server();
        Wire wire = received(server, stream)) {
      assertThat(wire.receive()).isNull();
    }
  }

  @Test
  @Timeout(10)
  void aHeadWithoutEndEndsIt() throws Exception {
    try (ServerSocket server = server();
        Wire wire = Wire.tcp(server.getLocalPort());
        Socket peer = server.accept()) {
      peer.getOutputStream().write("x".repeat(Wire.LARGEST + 100).getBytes(StandardCharsets.UTF_8));
      assertThat(wire.receive()).isNull();
    }
  }
}
