package org.sipasync.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.sip.transport.TransportCounters.Counter;

/** Peers that would stop a server whose threads wait for them. */
class HostilePeersTest extends TransportTest {
  private static final ConnectionTimes TIMES = ConnectionTimes.DEFAULTS;

  /** Asserts that somebody else is served, in a few rounds and without time passing. */
  private void assertOthersAreServed(InetSocketAddress udp) throws IOException {
    DatagramChannel other = datagrams("127.0.0.1");
    send(other, udp, Texts.options("UDP", "127.0.0.1;rport", 1_000_000));
    assertThat(receive(other)).startsWith("SIP/2.0 200");
  }

  private SocketChannel connectWithSmallBuffer(InetSocketAddress to) throws IOException {
    SocketChannel client = closing(SocketChannel.open());
    client.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
    client.connect(to);
    client.configureBlocking(false);
    return client;
  }

  /** Writes as much as the socket takes; false once the connection has ended. */
  private static boolean trySend(SocketChannel client, ByteBuffer data) {
    try {
      client.write(data);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @Tag("C-A1")
  void aPeerThatNeverReadsCostsOnlyItself() throws IOException {
    InetSocketAddress udp = listen(Transport.UDP);
    SocketChannel client = connectWithSmallBuffer(listen(Transport.TCP));
    user.answer = 200;
    String request =
        Texts.options("TCP", "192.0.2.1;p=" + "x".repeat(7_000), 1).replace("tag=a", "tag=a");
    ByteBuffer all = ByteBuffer.wrap(request.repeat(900).getBytes());
    until(() -> !trySend(client, all) || user.closed.size() == 1);
    assertThat(count(Counter.OVERFLOWED)).isEqualTo(1);
    until(() -> user.closed.size() == 1);
    assertThat(user.events).endsWith("closed").contains("failed");
    assertThat(user.events.indexOf("closed")).isEqualTo(user.events.size() - 1);
    assertThat(transports.connections()).isZero();
    assertOthersAreServed(udp);
  }

  @Test
  @Tag("C-A1")
  void aPeerThatStopsReadingIsDroppedInTime() throws IOException {
    InetSocketAddress udp = listen(Transport.UDP);
    SocketChannel client = connectWithSmallBuffer(listen(Transport.TCP));
    send(client, Texts.options("TCP", "192.0.2.1", 1));
    until(() -> user.requests.size() == 1);
    user.flows.get(0).send(new byte[250_000], () -> user.events.add("failed"));
    rounds(20);
    clock.pass(TIMES.write().minusSeconds(1));
    rounds(5);
    assertThat(user.events).isEmpty();
    clock.pass(Duration.ofSeconds(2));
    until(() -> user.events.equals(List.of("failed", "closed")));
    user.answer = 200;
    assertOthersAreServed(udp);
  }

  @Test
  @Tag("C-A1")
  void allPeersTogetherLetOnlySoMuchWait() throws IOException {
    limit(
        TransportLimits.DEFAULTS.with(
            new ConnectionLimits(100, 100, 100, 256 << 10, 600 << 10, TIMES)));
    InetSocketAddress server = listen(Transport.TCP);
    for (int i = 0; i < 20; i++) {
      send(connectWithSmallBuffer(server), Texts.options("TCP", "192.0.2.1", i));
    }
    until(() -> user.flows.size() == 20);
    user.flows.forEach(flow -> flow.send(new byte[240_000], null));
    until(() -> count(Counter.OVERFLOWED) > 0);
    assertThat(transports.connections()).isBetween(1, 19);
  }

  @Test
  @Tag("C-A6")
  void halfMessagesOfAllPeersAreBoundedAndTheSmallOneLives() throws IOException {
    limit(
        TransportLimits.DEFAULTS.with(
            new ConnectionLimits(100, 100, 100, 256 << 10, 300 << 10, TIMES)));
    InetSocketAddress server = listen(Transport.TCP);
    SocketChannel small = connect(server);
    String request = Texts.options("TCP", "192.0.2.1", 1);
    send(small, request.substring(0, 100));
    String half =
        Texts.request("MESSAGE", "TCP", "h;branch=z9hG4bK1", 1, "Content-Length: 60000\r\n");
    for (int i = 0; i < 12; i++) {
      send(connect(server), half + "x".repeat(50_000));
    }
    until(() -> count(Counter.OVERFLOWED) == 6);
    rounds(20);
    assertThat(transports.connections()).isEqualTo(7);
    user.answer = 200;
    send(small, request.substring(100));
    assertThat(readUntil(small, "\r\n\r\n")).startsWith("SIP/2.0 200");
  }

  @Test
  @Tag("C-A2")
  void connectsThatAreNeverAcceptedHoldUpNobody() throws IOException {
    InetSocketAddress udp = listen(Transport.UDP);
    listen(Transport.TCP);
    user.answer = 200;
    InetSocketAddress silent = silentAddress();
    Flow flow = transports.flowTo(Transport.TCP, silent);
    for (int i = 0; i < 20; i++) {
      transports.flowTo(Transport.TCP, silent).send(new byte[500], () -> user.events.add("failed"));
      assertOthersAreServed(udp);
    }
    assumeTrue(user.closed.isEmpty(), "the system refuses instead of letting a connect wait");
    assertThat(transports.connections()).isEqualTo(1);
    clock.pass(TIMES.connect().minusMillis(1));
    rounds(5);
    assertThat(user.events).isEmpty();
    clock.pass(Duration.ofSeconds(1));
    until(() -> user.closed.equals(List.of(flow)));
    assertThat(user.events).hasSize(21).endsWith("closed");
    assertThat(count(Counter.TIMED_OUT)).isEqualTo(1);
    assertThat(count(Counter.OPENS_FAILED)).isEqualTo(1);
  }

  /**
   * Address whose queue of unaccepted connections is full: Linux leaves further SYNs unanswered.
   */
  private InetSocketAddress silentAddress() throws IOException {
    ServerSocketChannel listener = closing(ServerSocketChannel.open());
    listener.bind(new InetSocketAddress("127.0.0.1", 0), 1);
    InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
    for (int i = 0; i < 8; i++) {
      SocketChannel filler = closing(SocketChannel.open());
      filler.configureBlocking(false);
      filler.connect(address);
    }
    return address;
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: y\r\n", "x", "X: y\r\n ", "Via: SIP/2.0/TCP h\r\n", "\t\r\n"})
  @Tag("C-A6")
  void endlessHeadersAreRefusedAndTheConnectionEnds(String endless) throws IOException {
    InetSocketAddress udp = listen(Transport.UDP);
    SocketChannel client = connect(listen(Transport.TCP));
    String start = Texts.options("TCP", "192.0.2.1;rport", 1);
    ByteBuffer all =
        ByteBuffer.wrap(
            (start.substring(0, start.length() - 2) + endless.repeat(2_000_000 / endless.length()))
                .getBytes());
    StringBuilder text = new StringBuilder();
    until(() -> !trySend(client, all) | appendFrom(client, text) < 0);
    assertThat(text.toString()).matches("(?s)SIP/2.0 (400|413|513) .*\r\n\r\n");
    assertThat(count(Counter.BYTES_READ)).isLessThan(1_500_000);
    clock.pass(TIMES.lastAnswer());
    rounds(3);
    assertThat(transports.connections()).isZero();
    assertThat(log.lines).hasSizeLessThan(4);
    user.answer = 200;
    assertOthersAreServed(udp);
  }

  /** Time does not pass here: bytes alone must end it. */
  @Test
  @Tag("C-A6")
  void peerThatGoesOnAfterItsLastAnswerIsCutOff() throws IOException {
    SocketChannel client = connect(listen(Transport.TCP));
    send(client, "OPTIONS sip:a@h SIP/2.0\r\nX: ");
    ByteBuffer block = ByteBuffer.wrap("x".repeat(60_000).getBytes());
    until(() -> !trySend(client, block.duplicate()));
    assertThat(count(Counter.BYTES_READ)).isLessThan(2 << 20);
    until(() -> transports.connections() == 0);
  }

  @Test
  @Tag("C-A6")
  void bytesThatAreNoSipEndTheConnection() throws IOException {
    SocketChannel client = connect(listen(Transport.TCP));
    send(client, "\u0016\u0003\u0001 a TLS hello, say");
    assertThat(readToEnd(client)).isEmpty();
  }

  @Test
  @Tag("C-A7")
  void silentConnectionsAreBoundedAndEndWithoutThreads() throws IOException {
    limit(
        TransportLimits.DEFAULTS.with(
            new ConnectionLimits(8_192, 10, 100, 256 << 10, 64 << 20, TIMES)));
    InetSocketAddress udp = listen(Transport.UDP);
    InetSocketAddress tcp = listen(Transport.TCP);
    int threads = Thread.activeCount();
    List<SocketChannel> silent = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      silent.add(connect(tcp));
      loop.runOnce(0);
    }
    until(() -> count(Counter.ACCEPTED) + count(Counter.CONNECTIONS_REFUSED) == 500);
    assertThat(transports.connections()).isEqualTo(100);
    assertThat(readToEnd(silent.get(499))).isEmpty();
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 2);
    user.answer = 200;
    assertOthersAreServed(udp);
    clock.pass(TIMES.firstMessage());
    until(() -> transports.connections() == 0);
    assertThat(readToEnd(silent.get(0))).isEmpty();
    assertThat(log.lines).hasSizeLessThan(4);
    send(connect(tcp), Texts.options("TCP", "192.0.2.1", 1));
    until(() -> user.requests.size() == 2);
  }

  @Test
  @Tag("C-A7")
  void acceptedConnectionsAreBoundedInAll() throws IOException {
    limit(TransportLimits.DEFAULTS.with(new ConnectionLimits(3, 1, 512, 1 << 20, 64 << 20, TIMES)));
    InetSocketAddress tcp = listen(Transport.TCP);
    for (int i = 0; i < 5; i++) {
      connect(tcp);
    }
    until(() -> count(Counter.CONNECTIONS_REFUSED) == 2);
    assertThat(transports.connections()).isEqualTo(3);
    // our own have their own bound
    Flow first = transports.flowTo(Transport.TCP, silentAddress());
    Flow second = transports.flowTo(Transport.TCP, silentAddress());
    second.send(new byte[1], () -> user.events.add("failed"));
    until(() -> user.events.equals(List.of("failed")));
    assertThat(first).isInstanceOf(TcpConnection.class);
  }

  @Test
  @Tag("C-A7")
  void aMessageThatDoesNotEndIsDroppedHoweverBusyThePeerIs() throws IOException {
    SocketChannel client = connect(listen(Transport.TCP));
    user.answer = 200;
    send(client, Texts.options("TCP", "192.0.2.1", 1));
    readUntil(client, "\r\n\r\n");
    for (int second = 0; second < TIMES.message().toSeconds(); second++) {
      send(client, "O");
      rounds(2);
      assertThat(user.closed).isEmpty();
      clock.pass(Duration.ofSeconds(1));
    }
    assertThat(readToEnd(client)).isEmpty();
  }

  @Test
  void anIdleConnectionIsClosedAndAKeptAliveOneIsNot() throws IOException {
    InetSocketAddress server = listen(Transport.TCP);
    user.answer = 200;
    SocketChannel idle = connect(server);
    SocketChannel kept = connect(server);
    send(idle, Texts.options("TCP", "192.0.2.1", 1));
    send(kept, Texts.options("TCP", "192.0.2.1", 2));
    readUntil(idle, "\r\n\r\n");
    readUntil(kept, "\r\n\r\n");
    clock.pass(TIMES.idle().dividedBy(2));
    send(kept, "\r\n\r\n");
    readUntil(kept, "\r\n");
    clock.pass(TIMES.idle().dividedBy(2));
    assertThat(readToEnd(idle)).isEmpty();
    assertThat(transports.connections()).isEqualTo(1);
  }

  @Test
  void aHalfClosedConnectionEndsIfNobodyAnswers() throws IOException {
    SocketChannel client = connect(listen(Transport.TCP));
    send(client, Texts.options("TCP", "192.0.2.1", 1));
    client.shutdownOutput();
    until(() -> user.requests.size() == 1);
    rounds(10);
    assertThat(user.closed).isEmpty();
    clock.pass(TIMES.halfClosed());
    assertThat(readToEnd(client)).isEmpty();
  }

  /** Without file descriptors a logger may throw, too. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void acceptingPausesWithoutFileDescriptors(boolean isLogBroken) throws IOException {
    log.isBroken = isLogBroken;
    TransportContext context =
        new TransportContext(
            loop,
            TransportLimits.DEFAULTS,
            user,
            new TransportCounters(),
            new org.sipasync.support.LimitedLog(log));
    int[] calls = new int[1];
    try (ServerSocketChannel channel = TcpListenPoint.bind(new InetSocketAddress("127.0.0.1", 0));
        TcpListenPoint point =
            new TcpListenPoint(
                context,
                null,
                null,
                channel,
                () -> {
                  calls[0]++;
                  throw new IOException("Too many open files");
                })) {
      connect(point.local());
      until(() -> calls[0] == 1);
      rounds(20);
      assertThat(calls[0]).isEqualTo(1);
      clock.pass(TcpListenPoint.PAUSE);
      until(() -> calls[0] == 2);
      assertThat(context.counters().get(Counter.ACCEPT_PAUSES)).isEqualTo(2);
      assertThat(log.lines).hasSize(1);
    }
  }
}
