package org.sipasync.sip.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.sipasync.loop.TimerQueue;
import org.sipasync.sip.transport.TransportCounters.Counter;
import org.sipasync.sip.transport.tls.TlsEngines;

/** All connections of one loop, with their bounds, by peer. */
final class Connections {
  private static final Duration CHECK_PERIOD = Duration.ofMillis(500);
  private static final int READ_BYTES = 16 << 10;

  /** Keeps the kernel from buffering megabytes for a peer that does not read. */
  private static final int SEND_BUFFER = 64 << 10;

  private final TransportContext context;
  private final Receiver receiver;
  private final Refusals refusals;
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
  private final Set<TcpConnection> all = new LinkedHashSet<>();
  private final ConnectionIndex index = new ConnectionIndex();
  private final Map<InetAddress, Integer> perNetwork = new HashMap<>();
  private long lastSerial;
  private int accepted;
  private long heldBytes;
  private TimerQueue.Timer checks;

  /** Null until the first TLS connection. */
  private TlsBuffers tlsBuffers;

  private HandshakeThreads handshakes;

  Connections(TransportContext context, Receiver receiver, Refusals refusals) {
    this.context = context;
    this.receiver = receiver;
    this.refusals = refusals;
  }

  TransportContext context() {
    return context;
  }

  Receiver receiver() {
    return receiver;
  }

  Refusals refusals() {
    return refusals;
  }

  /**
   * Creates the stream of a connection.
   *
   * @param point that it was accepted at, or belongs to
   * @param remote its peer; null for an accepted connection
   * @param onComputed runs when its handshake can go on
   */
  SocketStream stream(
      TcpListenPoint point, SocketChannel channel, InetSocketAddress remote, Runnable onComputed) {
    TlsEngines engines = point.engines();
    if (engines == null) {
      return new PlainStream(channel, readBuffer);
    }
    if (tlsBuffers == null) {
      tlsBuffers = new TlsBuffers();
      handshakes = new HandshakeThreads();
    }
    SSLEngine engine = remote == null ? engines.server() : engines.client(remote);
    return new TlsStream(channel, engine, tlsBuffers, handshakes, context.loop(), onComputed);
  }

  /** Returns a number that no other connection of this process has. */
  long nextSerial() {
    return ++lastSerial;
  }

  /** Returns the connection of an identity; null if it has ended. */
  TcpConnection find(FlowId id) {
    return index.find(id);
  }

  int size() {
    return all.size();
  }

  /** Adds an accepted channel, or closes it if there are too many. */
  void accept(TcpListenPoint point, SocketChannel channel) {
    try {
      InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
      if (remote == null) {
        channel.close();
        return;
      }
      ConnectionLimits limits = context.limits().connections();
      if (accepted >= limits.maxAccepted() || !hasPlace(remote)) {
        context.counters().add(Counter.CONNECTIONS_REFUSED);
        context.log("Too many connections", remote, accepted + " accepted in all");
        channel.close();
        return;
      }
      InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
      prepare(channel);
      add(new TcpConnection(this, point, channel, local, remote, true));
      context.counters().add(Counter.ACCEPTED);
    } catch (IOException e) {
      closeQuietly(channel);
    }
  }

  /**
   * Returns an open connection to the peer, or a new one, which queues messages until it is
   * connected.
   *
   * @param point the listen point of a new connection
   * @param from the required listen point of an open connection; null for any
   */
  Flow flowTo(TcpListenPoint point, InetSocketAddress peer, InetSocketAddress from) {
    TcpConnection open = index.find(point.transport(), peer, from);
    return open != null ? open : open(point, peer);
  }

  private Flow open(TcpListenPoint point, InetSocketAddress peer) {
    ConnectionLimits limits = context.limits().connections();
    SocketChannel channel = null;
    try {
      if (all.size() - accepted >= limits.maxOpened() || !hasPlace(peer)) {
        throw new IOException("too many connections");
      }
      channel =
          SocketChannel.open(
              Addresses.isIpv4(peer) ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
      prepare(channel);
      if (!point.local().getAddress().isAnyLocalAddress()) {
        channel.bind(new InetSocketAddress(point.local().getAddress(), 0));
      }
      channel.connect(peer);
      TcpConnection connection =
          new TcpConnection(this, point, channel, point.local(), peer, false);
      add(connection);
      context.counters().add(Counter.OPENED);
      return connection;
    } catch (IOException | RuntimeException e) {
      closeQuietly(channel);
      context.counters().add(Counter.OPENS_FAILED);
      context.log("Opening a connection failed", peer, e);
      return new FailedFlow(context, point.transport(), point.local(), peer);
    }
  }

  private static void prepare(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // it was of no use before
    }
  }

  private boolean hasPlace(InetSocketAddress peer) {
    int present = perNetwork.getOrDefault(Addresses.network(peer.getAddress()), 0);
    return present < context.limits().connections().maxPerAddress();
  }

  private void add(TcpConnection connection) throws IOException {
    connection.register();
    all.add(connection);
    index.add(connection.remote(), connection);
    perNetwork.merge(Addresses.network(connection.remote().getAddress()), 1, Integer::sum);
    if (connection.isAccepted()) {
      accepted++;
    }
    if (checks == null) {
      checks = context.loop().timerAfter(context.loop().now(), CHECK_PERIOD, this::check);
    }
  }

  private void check() {
    long now = context.loop().now();
    List.copyOf(all).forEach(connection -> connection.check(now));
    checks = all.isEmpty() ? null : context.loop().timerAfter(now, CHECK_PERIOD, this::check);
  }

  /** Lets requests of our own to an address use a connection, unless there is another one to it. */
  void alias(InetSocketAddress peer, TcpConnection connection) {
    index.add(peer, connection);
  }

  /** Stops offering a connection for requests of our own. */
  void forget(TcpConnection connection) {
    index.remove(connection.remote(), connection);
    if (connection.alias() != null) {
      index.remove(connection.alias(), connection);
    }
  }

  void remove(TcpConnection connection) {
    forget(connection);
    if (all.remove(connection)) {
      perNetwork.computeIfPresent(
          Addresses.network(connection.remote().getAddress()), (n, k) -> k == 1 ? null : k - 1);
      if (connection.isAccepted()) {
        accepted--;
      }
    }
  }

  /**
   * Records that a connection holds more or fewer bytes. When all together hold too many, drops
   * those that hold most; so neither a peer that reads nor one whose message arrived in two parts
   * is hit.
   */
  void held(int change) {
    heldBytes += change;
    while (change > 0
        && !all.isEmpty()
        && heldBytes > context.limits().connections().maxHeldBytesInAll()) {
      Collections.max(all, Comparator.comparingInt(TcpConnection::held)).overflow();
    }
  }

  void close() {
    List.copyOf(all).forEach(TcpConnection::close);
    if (checks != null) {
      context.loop().cancel(checks);
      checks = null;
    }
    if (handshakes != null) {
      handshakes.close();
    }
  }
}
