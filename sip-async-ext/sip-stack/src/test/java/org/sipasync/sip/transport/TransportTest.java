package org.sipasync.sip.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/**
 * Base of tests over loopback sockets: the test runs the loop round by round, and its clock stands
 * still unless told to move.
 */
abstract class TransportTest {
  private static final int MAX_ROUNDS = 2_000;

  final TestClock clock = new TestClock();
  final EventLoop loop = new EventLoop(clock);
  final Recorder user = new Recorder();
  final LogLines log = new LogLines();

  SipTransports transports = transports(TransportLimits.DEFAULTS);
  private final List<AutoCloseable> open = new ArrayList<>();

  /** Records what it gets, and answers requests with {@link #answer} unless that is 0. */
  static class Recorder implements TransportUser {
    final List<SipRequest> requests = new ArrayList<>();
    final List<Flow> flows = new ArrayList<>();
    final List<SipResponse> responses = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final List<Flow> closed = new ArrayList<>();
    int answer;
    Error error;

    @Override
    public void onRequest(SipRequest request, Flow flow) {
      if (error != null) {
        throw error;
      }
      requests.add(request);
      flows.add(flow);
      if (answer > 0) {
        flow.send(request.response(answer).toBytes(), () -> events.add("failed"));
      }
    }

    @Override
    public void onResponse(SipResponse response, Flow flow) {
      responses.add(response);
      flows.add(flow);
    }

    @Override
    public void onClosed(Flow flow) {
      events.add("closed");
      closed.add(flow);
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    transports.close();
    loop.close();
    assertThat(loop.failedTasks()).as("failed tasks of the loop").isZero();
  }

  SipTransports transports(TransportLimits limits) {
    return new SipTransports(loop, limits, user, log);
  }

  /** Replaces the transports by ones with other limits. */
  void limit(TransportLimits limits) {
    transports.close();
    transports = transports(limits);
  }

  InetSocketAddress listen(Transport transport) throws IOException {
    return listen(transport, "127.0.0.1");
  }

  InetSocketAddress listen(Transport transport, String ip) throws IOException {
    return transports.listen(transport, new InetSocketAddress(InetAddress.getByName(ip), 0));
  }

  <C extends AutoCloseable> C closing(C channel) {
    open.add(channel);
    return channel;
  }

  /** Non-blocking client socket. */
  SocketChannel connect(InetSocketAddress to) throws IOException {
    SocketChannel client = closing(SocketChannel.open(to));
    client.configureBlocking(false);
    return client;
  }

  DatagramChannel datagrams(String ip) throws IOException {
    DatagramChannel client = closing(DatagramChannel.open());
    client.bind(new InetSocketAddress(InetAddress.getByName(ip), 0));
    client.configureBlocking(false);
    return client;
  }

  static InetSocketAddress local(DatagramChannel channel) throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  /** Runs the loop until something holds; fails if it does not after many rounds. */
  void until(BooleanSupplier condition) throws IOException {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      if (condition.getAsBoolean()) {
        return;
      }
      loop.runOnce(5);
    }
    fail("Condition not reached after %d rounds", MAX_ROUNDS);
  }

  /** Runs some rounds in which nothing is expected. */
  void rounds(int n) throws IOException {
    for (int round = 0; round < n; round++) {
      loop.runOnce(1);
    }
  }

  void send(SocketChannel client, String text) throws IOException {
    send(client, text.getBytes(ISO_8859_1));
  }

  void send(SocketChannel client, byte[] bytes) throws IOException {
    ByteBuffer data = ByteBuffer.wrap(bytes);
    for (int round = 0; round < MAX_ROUNDS && data.hasRemaining(); round++) {
      client.write(data);
      if (data.hasRemaining()) {
        loop.runOnce(1);
      }
    }
    assertThat(data.hasRemaining()).as("bytes left to send").isFalse();
  }

  void send(DatagramChannel client, InetSocketAddress to, String text) throws IOException {
    client.send(ByteBuffer.wrap(text.getBytes(ISO_8859_1)), to);
  }

  /** Runs the loop until the client has read text that ends so. */
  String readUntil(SocketChannel client, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    until(() -> appendFrom(client, text) >= 0 && text.toString().endsWith(end));
    return text.toString();
  }

  /**
   * Runs the loop until the client sees the end of its stream, also by a reset; returns the text.
   */
  String readToEnd(SocketChannel client) throws IOException {
    StringBuilder text = new StringBuilder();
    until(() -> appendFrom(client, text) < 0);
    return text.toString();
  }

  /** Bytes that have come; -1 at the end of stream or a reset. */
  static int appendFrom(SocketChannel client, StringBuilder text) {
    ByteBuffer in = ByteBuffer.allocate(65_536);
    try {
      int n = client.read(in);
      text.append(new String(in.array(), 0, Math.max(0, n), ISO_8859_1));
      return n;
    } catch (IOException reset) {
      return -1;
    }
  }

  /** Runs the loop until a datagram has come. */
  String receive(DatagramChannel client) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(65_536);
    until(
        () -> {
          try {
            return client.receive(in) != null;
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    return new String(in.array(), 0, in.position(), ISO_8859_1);
  }

  void assertSilent(DatagramChannel client) throws IOException {
    rounds(20);
    assertThat(client.receive(ByteBuffer.allocate(65_536))).isNull();
  }

  long count(TransportCounters.Counter counter) {
    return transports.counters().get(counter);
  }
}
