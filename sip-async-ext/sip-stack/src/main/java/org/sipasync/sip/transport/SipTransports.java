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
 * UDP, TCP and TLS listen points, connections and WebSockets of one event loop. For the loop's
 * thread, or before it runs; only {@link #counters} is thread-safe.
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

  /** Null if there are none. */
  private WebSockets webSockets;

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
   * Opens a listen point of UDP or TCP.
   *
   * @param address with an IP address; port 0 lets the system choose
   * @return the address with its port
   * @throws IOException if the address cannot be bound
   */
  public InetSocketAddress listen(Transport transport, InetSocketAddress address)
      throws IOException {
    checkNumeric(address);
    if (transport == Transport.TLS) {
      throw new IllegalArgumentException("TLS needs its engines");
    }
    if (transport.isWebSocket()) {
      throw new IOException("an HTTP listener accepts WebSockets");
    }
    if (transport == Transport.UDP) {
      UdpListenPoint point = new UdpListenPoint(context, receiver, refusals, address);
      udp.add(point);
      return point.local();
    }
    return listen(tcp, null, address);
  }

  /**
   * Opens a listen point of TLS. Its requests of our own use the same engines.
   *
   * @param address as in {@link #listen(Transport, InetSocketAddress)}
   */
  public InetSocketAddress listen(TlsEngines engines, InetSocketAddress address)
      throws IOException {
    checkNumeric(address);
    return listen(tls, Objects.requireNonNull(engines, "engines"), address);
  }

  private InetSocketAddress listen(
      List<TcpListenPoint> points, TlsEngines engines, InetSocketAddress address)
      throws IOException {
    ServerSocketChannel channel = TcpListenPoint.bind(address);
    TcpListenPoint point = new TcpListenPoint(context, connections, engines, channel);
    points.add(point);
    return point.local();
  }

  private static void checkNumeric(InetSocketAddress address) throws IOException {
    if (address.isUnresolved()) {
      throw new IOException("Listen point " + address + " has no IP address");
    }
  }

  private List<TcpListenPoint> streams(Transport transport) {
    return transport == Transport.TLS ? tls : tcp;
  }

  /**
   * Lets clients come by WebSockets, which an HTTP server accepts. Call once, before the loop runs.
   */
  public WebSockets acceptWebSockets(WebSocketLimits limits) {
    webSockets = new WebSockets(context, receiver, limits);
    return webSockets;
  }

  @Override
  public Flow flowTo(Transport transport, InetSocketAddress peer, InetSocketAddress from) {
    if (transport.isWebSocket()) {
      return webSockets == null ? null : webSockets.flowTo(peer, transport.isSecure());
    }
    if (peer.isUnresolved()) {
      throw new IllegalArgumentException("Peer has no IP address");
    }
    Flow flow = flow(transport, peer, from);
    boolean mayGoByTcp = transport == Transport.UDP && !tcp.isEmpty();
    if (flow == null && from == null && !mayGoByTcp) {
      context.log("No listen point reaches it (sip.listen)", peer, transport);
    }
    return flow;
  }

  private Flow flow(Transport transport, InetSocketAddress peer, InetSocketAddress from) {
    if (transport == Transport.UDP) {
      UdpListenPoint point = ListeningSocket.towards(peer, from, udp, sources);
      return point == null ? null : new UdpFlow(point, peer);
    }
    TcpListenPoint point = ListeningSocket.towards(peer, from, streams(transport), sources);
    if (point == null) {
      return null;
    }
    return connections.flowTo(point, peer, from == null ? null : point.local());
  }

  @Override
  public Flow flow(FlowId id) {
    if (id.transport().isWebSocket()) {
      return webSockets == null ? null : webSockets.flow(id);
    }
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

  /**
   * Lets all messages be observed from now on.
   *
   * @param tap null to end that
   */
  public void tap(MessageTap tap) {
    context.tap().set(tap);
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
    if (webSockets != null) {
      webSockets.close();
    }
  }
}
