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
import org.sipasync.sip.transport.tls.TlsEngines;
import org.sipasync.support.LimitedLog;

/**
 * UDP, TCP and TLS listen points and connections of one event loop. For the loop's thread, or
 * before it runs; only {@link #counters} is thread-safe.
 */
public final class SipTransports implements Transports, AutoCloseable {
  private static final Logger LOG = System.getLogger(SipTransports.class.getName());
  private static final Duration LOG_PERIOD = Duration.ofMinutes(1);

  private final TransportContext context;
  private final Receiver receiver;
  private final Refusals refusals;
  private final Connections connections;
  private final SourceAddresses sources = new SourceAddresses();
  private final List<UdpListenPoint> udp = new ArrayList<>();
  private final List<TcpListenPoint> tcp = new ArrayList<>();
  private final List<TcpListenPoint> tls = new ArrayList<>();

  /** Creates transports without listen points. */
  public SipTransports(EventLoop loop, TransportLimits limits, TransportUser user) {
    this(loop, limits, user, null);
  }

  /**
   * Creates transports without listen points.
   *
   * @param engines for TLS, closed by the caller; null if there is none
   */
  public SipTransports(
      EventLoop loop, TransportLimits limits, TransportUser user, TlsEngines engines) {
    this(loop, limits, user, engines, LOG);
  }

  SipTransports(
      EventLoop loop,
      TransportLimits limits,
      TransportUser user,
      TlsEngines engines,
      Logger logger) {
    Objects.requireNonNull(user, "user");
    LimitedLog log = new LimitedLog(logger, LOG_PERIOD, loop::now);
    this.context = new TransportContext(loop, limits, user, new TransportCounters(), log);
    this.refusals = new Refusals(context);
    this.receiver = new Receiver(context, refusals);
    this.connections = new Connections(context, receiver, refusals, engines);
  }

  /**
   * Opens a listen point.
   *
   * @param address with an IP address; port 0 lets the system choose
   * @return the address with its port
   * @throws IOException if the address cannot be bound, or there are no engines for TLS
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
    if (transport == Transport.TLS && !connections.hasTls()) {
      throw new IOException("TLS is not set up");
    }
    ServerSocketChannel channel = TcpListenPoint.bind(address);
    TcpListenPoint point = new TcpListenPoint(context, connections, transport, channel);
    streams(transport).add(point);
    return point.local();
  }

  private List<TcpListenPoint> streams(Transport transport) {
    return transport == Transport.TLS ? tls : tcp;
  }

  @Override
  public Flow flowTo(Transport transport, InetSocketAddress peer, InetSocketAddress from) {
    if (peer.isUnresolved()) {
      throw new IllegalArgumentException("Peer has no IP address");
    }
    if (transport == Transport.UDP) {
      UdpListenPoint point = ListeningSocket.towards(peer, from, udp, sources);
      return point == null ? null : new UdpFlow(point, peer);
    }
    TcpListenPoint point = ListeningSocket.towards(peer, from, streams(transport), sources);
    if (point == null) {
      return null;
    }
    InetSocketAddress required = from == null ? null : point.local();
    return connections.flowTo(transport, peer, point.local(), required);
  }

  @Override
  public Flow flow(FlowId id) {
    if (id.transport() != Transport.UDP) {
      return connections.find(id);
    }
    for (UdpListenPoint point : udp) {
      if (point.local().equals(id.local())) {
        return new UdpFlow(point, id.remote());
      }
    }
    return null;
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
    tls.forEach(TcpListenPoint::close);
    udp.forEach(UdpListenPoint::close);
    connections.close();
  }
}
