package org.sipasync.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keep-alives of connections that were opened by us (RFC 5626 3.5.1, 4.4.1). */
@Tag("5626-4.4.1")
class PingsTest extends TransportTest {
  private ServerSocketChannel peer;
  private Flow flow;

  private void pinging(Duration interval) throws IOException {
    ConnectionLimits limits = ConnectionLimits.DEFAULTS;
    limit(TransportLimits.DEFAULTS.with(limits.with(limits.times().withKeepAlive(interval))));
    listen(Transport.TCP);
    peer = closing(ServerSocketChannel.open());
    peer.bind(new InetSocketAddress("127.0.0.1", 0));
    peer.configureBlocking(false);
  }

  /** Peer's side of a connection that has carried one message. */
  private SocketChannel connected() throws IOException {
    flow = transports.flowTo(Transport.TCP, (InetSocketAddress) peer.getLocalAddress());
    flow.send("one".getBytes(), null);
    SocketChannel[] accepted = new SocketChannel[1];
    until(() -> accepted[0] != null || (accepted[0] = accepted()) != null);
    accepted[0].configureBlocking(false);
    SocketChannel server = closing(accepted[0]);
    assertThat(readUntil(server, "one")).isEqualTo("one");
    return server;
  }

  private SocketChannel accepted() {
    try {
      return peer.accept();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void pass(Duration time) throws IOException {
    clock.pass(time);
    rounds(20);
  }

  @Test
  void silentConnectionIsPingedAndItsAnswerTaken() throws IOException {
    pinging(Duration.ofSeconds(100));
    SocketChannel server = connected();
    pass(Duration.ofSeconds(79));
    assertThat(server.read(ByteBuffer.allocate(10))).as("before 80 %").isZero();
    pass(Duration.ofSeconds(22));
    assertThat(readUntil(server, "\r\n\r\n")).isEqualTo("\r\n\r\n");
    send(server, "\r\n");
    rounds(20);
    pass(Duration.ofSeconds(11));
    assertThat(user.closed).isEmpty();
    pass(Duration.ofSeconds(101));
    assertThat(readUntil(server, "\r\n\r\n")).as("the next one").isEqualTo("\r\n\r\n");
  }

  @Test
  void peerThatStopsAnsweringIsDropped() throws IOException {
    pinging(Duration.ofSeconds(100));
    SocketChannel server = connected();
    pass(Duration.ofSeconds(101));
    send(server, "\r\n");
    rounds(20);
    pass(Duration.ofSeconds(101));
    assertThat(user.closed).isEmpty();
    pass(Duration.ofSeconds(11));
    until(() -> user.closed.contains(flow));
    assertThat(log.lines).anyMatch(line -> line.contains("keep-alive not answered"));
  }

  @Test
  void peerThatKnowsNoPingsStays() throws IOException {
    pinging(Duration.ofSeconds(100));
    connected();
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofSeconds(101));
    }
    assertThat(user.closed).isEmpty();
  }

  @Test
  void withoutSettingNobodyPings() throws IOException {
    pinging(Duration.ZERO);
    SocketChannel server = connected();
    pass(Duration.ofSeconds(250));
    assertThat(server.read(ByteBuffer.allocate(10))).isZero();
  }

  @Test
  void acceptedConnectionsAreNotPinged() throws IOException {
    pinging(Duration.ofSeconds(100));
    SocketChannel client = connect(listen(Transport.TCP));
    send(client, Texts.options("TCP", "192.0.2.1", 1));
    until(() -> user.requests.size() == 1);
    pass(Duration.ofSeconds(101));
    assertThat(client.read(ByteBuffer.allocate(10))).isZero();
  }
}
