package org.sipasync.sip.transport;

import java.io.IOException;
import java.lang.System.Logger;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.sipasync.loop.EventLoop;
import org.sipasync.support.LimitedLog;

/**
 * UDP and TCP listen points and connections of one event loop. For the loop's thread, or before it
 * runs; only {@link #counters} is thread-safe.
 */
public final class SipTransports implements Transports, AutoCloseable {
  private static final Logger LOG = System.getLogger(SipTransports.class.getName());
  private static final Duration LOG_PERIOD = Duration.ofMinutes(1);

  private final TransportContext context;
  private final Receiver receiver;
  private final Refusals refusals;
  private final Connections connections;
  private final List<UdpListenPoint> udp = new ArrayList<>();
  private final List<TcpListenPoint> tcp = new ArrayList<>();

  /** Creates transports without listen points. */
  public SipTransports(EventLoop loop, TransportLimits limits, TransportUser user) {
    this(loop, limits, user, LOG);
  }

  SipTransports(EventLoop loop, TransportLimits limits, TransportUser user, Logger logger) {
    Objects.requireNonNull(user, "user");
    LimitedLog log = new LimitedLog(logger, LOG_PERIOD, loop::now);
    this.context = new TransportContext(loop, limits, user, new TransportCounters(), log);
    this.refusals = new Refusals(context);
    this.receiver = new Receiver(context, refusals);
    this.connections = new Connections(context, receiver, refusals);
  }

  /**
   * Opens a listen point.
   *
   * @param address with an IP address; port 0 lets the system choose
   * @return the address with its port
   * @throws IOException if the address cannot be bound
   */
  public InetSocketAddress listen(Transport transport, InetSocketAddress address)
      throws IOException {
    if (address.isUnresolved()) {
      throw new IOException("Listen point " + address + " has no IP address");
    }
    if (transport == Transport.UDP) {
      UdpListenPoint point = new UdpListenPoint(context, receiver, refusals, address);
      udp.add(point);
      return point.local();
    }
    ServerSocketChannel channel = TcpListenPoint.bind(address);
    TcpListenPoint point = new TcpListenPoint(context, connections, channel);
    tcp.add(point);
    return point.local();
  }

  @Override
  public Flow flowTo(Transport transport, InetSocketAddress peer, InetSocketAddress from) {
    if (peer.isUnresolved()) {
      throw new IllegalArgumentException("Peer has no IP address");
    }
    if (transport == Transport.UDP) {
      UdpListenPoint point = ListeningSocket.towards(peer, from, udp);
      return point == null ? null : new UdpFlow(point, peer);
    }
    TcpListenPoint point = ListeningSocket.towards(peer, from, tcp);
    if (point == null) {
      return null;
    }
    return connections.flowTo(peer, point.local(), from);
  }

  /** Returns the counters of messages read, written, refused and dropped. Thread-safe. */
  public TransportCounters counters() {
    return context.counters();
  }

  /** Returns the number of connections that are open or being opened. */
  public int connections() {
    return connections.size();
  }

  /** Closes all listen points and connections. Idempotent. */
  @Override
  public void close() {
    tcp.forEach(TcpListenPoint::close);
    udp.forEach(UdpListenPoint::close);
    connections.close();
  }
}
