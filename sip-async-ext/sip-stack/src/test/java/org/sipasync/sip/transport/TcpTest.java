package org.sipasync.sip.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transport.TransportCounters.Counter;

class TcpTest extends TransportTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void answersGoBackOnTheConnection(String ip) throws IOException, ParseException {
    InetSocketAddress server = listen(Transport.TCP, ip);
    SocketChannel client = connect(server);
    user.answer = 200;
    send(client, Texts.options("TCP", "192.0.2.1:9;rport", 1));
    assertThat(readUntil(client, "\r\n\r\n")).startsWith("SIP/2.0 200").contains("received=" + ip);
    int port = ((InetSocketAddress) client.getLocalAddress()).getPort();
    assertThat(user.requests.get(0).topVia().rport()).isEqualTo(port);
    assertThat(user.flows.get(0).local()).isEqualTo(server);
    assertThat(user.flows.get(0).remote()).isEqualTo(client.getLocalAddress());
  }

  @Test
  @Tag("6223")
  void whoOffersKeepAlivesIsToldLessThanTheIdleTime() throws IOException {
    SocketChannel client = connect(listen(Transport.TCP));
    user.answer = 200;
    send(client, Texts.request("REGISTER", "TCP", "192.0.2.1;branch=z9hG4bK1;keep", 1, ""));
    assertThat(readUntil(client, "\r\n\r\n")).contains(";keep=120;received=");
  }

  @Test
  @Tag("C-F8")
  void twoRequestsInOneWriteGetTwoAnswers() throws IOException {
    SocketChannel client = connect(listen(Transport.TCP));
    user.answer = 200;
    send(client, Texts.options("TCP", "192.0.2.1", 1) + Texts.options("TCP", "192.0.2.1", 2));
    StringBuilder text = new StringBuilder();
    until(() -> appendFrom(client, text) >= 0 && text.toString().split("SIP/2.0 200").length == 3);
  }

  @Test
  void aStreamCutAnywhereGivesTheSameMessages() throws IOException {
    String body = "Content-Type: text/plain\r\nContent-Length: 5\r\n";
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      String request =
          Texts.request("MESSAGE", "TCP", "192.0.2.1;branch=z9hG4bK" + i, i, body) + "hello";
      stream.append(request).append(i % 3 == 0 ? "\r\n" : "");
    }
    byte[] bytes = stream.toString().getBytes(ISO_8859_1);
    InetSocketAddress server = listen(Transport.TCP);
    Random random = new Random(7);
    for (int run = 1; run <= 20; run++) {
      SocketChannel client = connect(server);
      for (int from = 0; from < bytes.length; ) {
        int to = Math.min(bytes.length, from + 1 + random.nextInt(run * 40));
        send(client, Arrays.copyOfRange(bytes, from, to));
        loop.runOnce(0);
        from = to;
      }
      int expected = run * 20;
      until(() -> user.requests.size() == expected);
    }
    assertThat(user.requests).extracting(SipRequest::bodyLength).containsOnly(5);
    assertThat(user.requests.get(399).callId()).isEqualTo("call-19");
  }

  @Test
  @Tag("C-A4")
  void doubleCrlfAsTheFirstBytesGetsAPong() throws IOException {
    SocketChannel client = connect(listen(Transport.TCP));
    send(client, "\r\n\r\n");
    assertThat(readUntil(client, "\r\n")).isEqualTo("\r\n");
  }

  @Test
  @Tag("C-A4")
  void manyCrlfAreAnsweredWithFewAndNotLogged() throws IOException {
    SocketChannel client = connect(listen(Transport.TCP));
    send(client, "\r\n".repeat(30_000));
    until(() -> count(Counter.BYTES_READ) == 60_000);
    assertThat(count(Counter.BYTES_WRITTEN)).isBetween(2L, 1_000L);
    assertThat(log.lines).isEmpty();
  }

  @Test
  void aRequestOfOurOwnUsesTheOpenConnection() throws IOException {
    listen(Transport.TCP);
    ServerSocketChannel peer = peer();
    InetSocketAddress address = (InetSocketAddress) peer.getLocalAddress();
    Flow flow = transports.flowTo(Transport.TCP, address);
    flow.send("one".getBytes(), null);
    assertThat(transports.flowTo(Transport.TCP, address)).isSameAs(flow);
    SocketChannel server = accept(peer);
    assertThat(readUntil(server, "one")).isEqualTo("one");
    assertThat(transports.flowTo(Transport.TCP, address)).isSameAs(flow);
    send(server, Texts.response("TCP", "127.0.0.1"));
    until(() -> user.responses.size() == 1);
    assertThat(user.flows).containsExactly(flow);
    server.close();
    until(() -> user.closed.equals(List.of(flow)));
    assertThat(transports.flowTo(Transport.TCP, address)).isNotEqualTo(flow);
    assertThat(transports.connections()).isEqualTo(1);
  }

  @Test
  void aClosedConnectionIsReopenedToTheSamePeer() throws IOException {
    InetSocketAddress local = listen(Transport.TCP);
    ServerSocketChannel peer = peer();
    InetSocketAddress address = (InetSocketAddress) peer.getLocalAddress();
    Flow flow = transports.flowTo(Transport.TCP, address);
    SocketChannel first = accept(peer);
    assertThat(flow.reopened()).isSameAs(flow);
    first.close();
    until(() -> user.closed.equals(List.of(flow)));
    Flow reopened = flow.reopened();
    assertThat(reopened).isNotEqualTo(flow);
    assertThat(reopened.local()).isEqualTo(local);
    reopened.send("hello".getBytes(), null);
    assertThat(readUntil(accept(peer), "hello")).isEqualTo("hello");
  }

  @Test
  @Tag("C-D6")
  void aFlowCanBeAskedForFromOneListenPoint() throws IOException {
    InetSocketAddress one = listen(Transport.TCP);
    InetSocketAddress two = listen(Transport.TCP);
    ServerSocketChannel peer = peer();
    InetSocketAddress address = (InetSocketAddress) peer.getLocalAddress();
    Flow fromTwo = transports.flowTo(Transport.TCP, address, two);
    assertThat(fromTwo.local()).isEqualTo(two);
    assertThat(transports.flowTo(Transport.TCP, address)).isSameAs(fromTwo);
    Flow fromOne = transports.flowTo(Transport.TCP, address, one);
    assertThat(fromOne.local()).isEqualTo(one);
    assertThat(transports.flowTo(Transport.TCP, address, two)).isSameAs(fromTwo);
    SocketChannel client = connect(two);
    send(client, Texts.options("TCP", "127.0.0.1", 1));
    until(() -> user.requests.size() == 1);
    InetSocketAddress clientAddress = (InetSocketAddress) client.getLocalAddress();
    assertThat(transports.flowTo(Transport.TCP, clientAddress, two).local()).isEqualTo(two);
    assertThat(transports.connections()).isEqualTo(3);
    InetSocketAddress none = new InetSocketAddress("127.0.0.1", 1);
    assertThat(transports.flowTo(Transport.TCP, address, none)).isNull();
  }

  ServerSocketChannel peer() throws IOException {
    ServerSocketChannel peer = closing(ServerSocketChannel.open());
    peer.bind(new InetSocketAddress("127.0.0.1", 0));
    peer.configureBlocking(false);
    return peer;
  }

  SocketChannel accept(ServerSocketChannel peer) throws IOException {
    SocketChannel[] accepted = new SocketChannel[1];
    until(
        () -> {
          try {
            accepted[0] = peer.accept();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          return accepted[0] != null;
        });
    accepted[0].configureBlocking(false);
    return closing(accepted[0]);
  }

  @Test
  @Tag("C-D1")
  void aRefusedConnectFailsWhatWaitsThenTellsTheEnd() throws IOException {
    listen(Transport.TCP);
    ServerSocketChannel peer = peer();
    InetSocketAddress nobody = (InetSocketAddress) peer.getLocalAddress();
    peer.close();
    Flow flow = transports.flowTo(Transport.TCP, nobody);
    flow.send("one".getBytes(), () -> user.events.add("one"));
    flow.send("two".getBytes(), () -> user.events.add("two"));
    assertThat(user.events).isEmpty();
    until(() -> user.events.equals(List.of("one", "two", "closed")));
    flow.send("three".getBytes(), () -> user.events.add("three"));
    assertThat(user.events).hasSize(3);
    until(() -> user.events.size() == 4);
    assertThat(count(Counter.OPENS_FAILED)).isEqualTo(1);
  }

  @Test
  @Tag("C-A5")
  void anAnswerAfterTheConnectionsEndGoesToTheSentByPort() throws IOException {
    InetSocketAddress server = listen(Transport.TCP);
    ServerSocketChannel atSentBy = peer();
    int port = ((InetSocketAddress) atSentBy.getLocalAddress()).getPort();
    SocketChannel client = connect(server);
    send(client, Texts.options("TCP", "sip.invalid:" + port + ";maddr=192.0.2.3", 1));
    until(() -> user.requests.size() == 1);
    client.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
    client.close();
    until(() -> user.closed.size() == 1);
    user.flows.get(0).send(user.requests.get(0).response(200).toBytes(), null);
    assertThat(readUntil(accept(atSentBy), "\r\n\r\n")).startsWith("SIP/2.0 200");
  }

  @Test
  @Tag("C-A8")
  void aHalfClosedPeerGetsItsAnswer() throws IOException {
    SocketChannel client = connect(listen(Transport.TCP));
    send(client, Texts.request("INVITE", "TCP", "192.0.2.1;branch=z9hG4bK1", 1, ""));
    client.shutdownOutput();
    until(() -> user.requests.size() == 1);
    rounds(20);
    SipRequest invite = user.requests.get(0);
    Flow flow = user.flows.get(0);
    flow.send(invite.response(180).toBytes(), null);
    assertThat(readUntil(client, "\r\n\r\n")).startsWith("SIP/2.0 180");
    assertThat(user.closed).isEmpty();
    flow.send(invite.response(200).toBytes(), null);
    assertThat(readToEnd(client)).startsWith("SIP/2.0 200");
    until(() -> user.closed.size() == 1);
  }

  @Test
  void aPeerThatClosesAndAwaitsNothingIsForgottenAtOnce() throws IOException {
    SocketChannel client = connect(listen(Transport.TCP));
    user.answer = 200;
    send(client, Texts.options("TCP", "192.0.2.1", 1));
    readUntil(client, "\r\n\r\n");
    client.close();
    until(() -> user.closed.size() == 1);
    assertThat(transports.connections()).isZero();
  }

  @Test
  void anAliasLetsOurRequestsUseThePeersConnectionIfAllowed() throws IOException {
    limit(new TransportLimits(64, 65_535, 4 << 20, 1_000, true, ConnectionLimits.DEFAULTS));
    InetSocketAddress server = listen(Transport.TCP);
    SocketChannel client = connect(server);
    send(client, Texts.options("TCP", "192.0.2.1:5070;alias", 1));
    until(() -> user.requests.size() == 1);
    InetSocketAddress advertised = new InetSocketAddress("127.0.0.1", 5070);
    transports.flowTo(Transport.TCP, advertised).send("hello".getBytes(), null);
    assertThat(readUntil(client, "hello")).isEqualTo("hello");
  }

  @Test
  void anAliasDoesNothingByDefault() throws IOException {
    ServerSocketChannel peer = peer();
    InetSocketAddress advertised = (InetSocketAddress) peer.getLocalAddress();
    SocketChannel client = connect(listen(Transport.TCP));
    send(client, Texts.options("TCP", "192.0.2.1:" + advertised.getPort() + ";alias", 1));
    until(() -> user.requests.size() == 1);
    transports.flowTo(Transport.TCP, advertised).send("hello".getBytes(), null);
    assertThat(readUntil(accept(peer), "hello")).isEqualTo("hello");
  }

  @Test
  void bytesAreWrittenWholeHoweverSlowlyThePeerReads() throws IOException {
    SocketChannel client = connect(listen(Transport.TCP));
    send(client, Texts.options("TCP", "192.0.2.1", 1));
    until(() -> user.requests.size() == 1);
    byte[] big = new byte[200_000];
    new Random(3).nextBytes(big);
    for (int i = 0; i < 10; i++) {
      user.flows.get(0).send(big, null);
      ByteBuffer in = ByteBuffer.allocate(big.length);
      until(
          () -> {
            try {
              client.read(in.limit(Math.min(in.capacity(), in.position() + 9_973)));
            } catch (IOException e) {
              throw new AssertionError(e);
            }
            return in.position() == in.capacity();
          });
      assertThat(in.array()).isEqualTo(big);
    }
  }
}
