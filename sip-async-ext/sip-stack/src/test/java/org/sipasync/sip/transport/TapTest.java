package org.sipasync.sip.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tap sees each message in both directions, malformed ones too, and no keep-alive. */
class TapTest extends TransportTest {
  private final List<String> seen = new ArrayList<>();

  private final MessageTap tap =
      new MessageTap() {
        @Override
        public void received(byte[] data, int length, Flow flow) {
          note("<", new String(data, 0, length, ISO_8859_1), flow);
        }

        @Override
        public void sent(byte[] message, Flow flow) {
          note(">", new String(message, ISO_8859_1), flow);
        }
      };

  private void note(String direction, String message, Flow flow) {
    String first = message.lines().findFirst().orElse("");
    seen.add(direction + " " + flow.transport() + " " + port(flow.remote()) + " " + first);
  }

  private static String port(InetSocketAddress address) {
    return Integer.toString(address.getPort());
  }

  @Test
  @DisplayName("UDP")
  void udp() throws IOException {
    transports.tap(tap);
    user.answer = 200;
    InetSocketAddress here = listen(Transport.UDP);
    DatagramChannel peer = datagrams("127.0.0.1");
    send(peer, here, "\r\n\r\n");
    send(peer, here, "nonsense");
    send(peer, here, Texts.options("UDP", "127.0.0.1:" + port(local(peer)), 1));
    receive(peer);
    String remote = port(local(peer));
    assertThat(seen)
        .containsExactly(
            "< UDP " + remote + " nonsense",
            "< UDP " + remote + " OPTIONS sip:bob@192.0.2.4 SIP/2.0",
            "> UDP " + remote + " SIP/2.0 200 OK");
  }

  @Test
  @DisplayName("TCP, and nothing once the tap is taken away")
  void tcp() throws IOException {
    transports.tap(tap);
    user.answer = 200;
    SocketChannel peer = connect(listen(Transport.TCP));
    send(peer, "\r\n\r\n");
    readUntil(peer, "\r\n");
    send(peer, Texts.options("TCP", "127.0.0.1", 1));
    readUntil(peer, "\r\n\r\n");
    String remote = port((InetSocketAddress) peer.getLocalAddress());
    assertThat(seen)
        .containsExactly(
            "< TCP " + remote + " OPTIONS sip:bob@192.0.2.4 SIP/2.0",
            "> TCP " + remote + " SIP/2.0 200 OK");
    transports.tap(null);
    send(peer, Texts.options("TCP", "127.0.0.1", 1));
    readUntil(peer, "\r\n\r\n");
    assertThat(seen).hasSize(2);
  }
}
