package org.sipasync.payara.own;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.sip.SipURI;
import org.sipasync.container.dispatch.Contacts;
import org.sipasync.container.message.ValueFactory;
import org.sipasync.payara.server.ListenPoint;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.Addresses;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;

/**
 * Addresses of the listen points, for Contact, Via and Route. A listen point on all addresses is
 * written with the address of this host's name. Those of WebSockets are the HTTP server's. Thread-
 * safe.
 */
final class ListenAddresses implements Contacts {
  private static final int DEFAULT_PORT = 5060;
  private static final int MAX_WEB = 64;

  private final List<Point> points;

  /** URIs that are nothing but a host: equal however an IPv6 address is written. */
  private final Set<SipUri> hosts;

  /** Hosts and ports of the HTTP listeners that WebSockets have come by. */
  private final Set<SipUri> web = ConcurrentHashMap.newKeySet();

  /**
   * Listen point.
   *
   * @param bound address that its socket has
   * @param shown address for others
   * @param contact URI of that
   */
  private record Point(
      Transport transport, InetSocketAddress bound, InetSocketAddress shown, SipUri contact) {
    static Point of(Transport transport, InetSocketAddress bound, InetSocketAddress shown) {
      SipUri uri = SipUri.of(null, host(shown.getAddress()), shown.getPort());
      SipUri contact = transport == Transport.UDP ? uri : uri.with("transport", lower(transport));
      return new Point(transport, bound, shown, contact);
    }

    boolean has(InetSocketAddress address) {
      boolean port = address.getPort() == 0 || address.getPort() == bound.getPort();
      return port
          && (address.getAddress().equals(bound.getAddress())
              || address.getAddress().equals(shown.getAddress()));
    }

    /** True if it listens on all addresses, so that its connections have one of them. */
    boolean covers(InetSocketAddress address) {
      return bound.getAddress().isAnyLocalAddress() && address.getPort() == bound.getPort();
    }
  }

  private ListenAddresses(List<Point> points, Set<SipUri> hosts) {
    this.points = List.copyOf(points);
    this.hosts = Set.copyOf(hosts);
  }

  /** Looks the hosts up, which may block. */
  static ListenAddresses of(List<ListenPoint> listen) throws IOException {
    List<Point> points = new ArrayList<>();
    Set<SipUri> hosts = new HashSet<>();
    for (ListenPoint point : listen) {
      InetAddress bound = InetAddress.getByName(point.host());
      boolean all = bound.isAnyLocalAddress();
      InetAddress shown = all ? InetAddress.getLocalHost() : bound;
      Transport transport = Transport.valueOf(point.transport().toUpperCase(Locale.ROOT));
      points.add(
          Point.of(
              transport,
              new InetSocketAddress(bound, point.port()),
              new InetSocketAddress(shown, point.port())));
      hosts.add(named(point.host()));
      hosts.add(named(host(shown)));
      if (all) {
        hosts.addAll(ofThisMachine());
      }
      namesOf(bound).forEach(name -> hosts.add(named(name)));
    }
    return new ListenAddresses(points, hosts);
  }

  /** Names by which this machine finds a listen point of its own, without asking anybody. */
  private static List<String> namesOf(InetAddress bound) throws IOException {
    List<String> names = new ArrayList<>();
    if (bound.isAnyLocalAddress() || bound.isLoopbackAddress()) {
      names.add("localhost");
    }
    if (bound.isAnyLocalAddress()) {
      names.add(InetAddress.getLocalHost().getHostName());
    }
    return names;
  }

  private static Set<SipUri> ofThisMachine() throws IOException {
    Set<SipUri> hosts = new HashSet<>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      each.inetAddresses().forEach(address -> hosts.add(named(host(address))));
    }
    return hosts;
  }

  private static SipUri named(String host) {
    String unscoped = host.indexOf('%') < 0 ? host : host.replaceAll("%[^\\]]*", "");
    boolean isBare = unscoped.indexOf(':') >= 0 && !unscoped.startsWith("[");
    return SipUri.of(null, isBare ? "[" + unscoped + "]" : unscoped, -1);
  }

  /** Host of a URI: IPv6 in brackets. */
  private static String host(InetAddress address) {
    String text = Addresses.text(address);
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }

  private static String lower(Transport transport) {
    return transport.name().toLowerCase(Locale.ROOT);
  }

  /** Learns the address of an HTTP listener that WebSockets come by. */
  void addWeb(InetSocketAddress local) {
    if (web.size() < MAX_WEB) {
      web.add(SipUri.of(null, host(local.getAddress()), local.getPort()));
    }
  }

  @Override
  public SipUri contact(Transport transport, InetSocketAddress local) {
    if (transport.isWebSocket()) { // both have the same parameter (RFC 7118 5.3)
      return SipUri.of(null, host(local.getAddress()), local.getPort()).with("transport", "ws");
    }
    for (Point point : points) {
      if (point.transport == transport && point.has(local)) {
        return point.contact();
      }
    }
    for (Point point : points) {
      if (point.transport == transport && point.covers(local)) {
        return Point.of(transport, point.bound, local).contact();
      }
    }
    return null;
  }

  @Override
  public SipUri defaultContact() {
    return points.get(0).contact();
  }

  @Override
  public boolean isOwn(SipUri uri) {
    int port = uri.port() < 0 ? DEFAULT_PORT : uri.port();
    if ("ws".equalsIgnoreCase(uri.parameter("transport"))) {
      return web.contains(SipUri.of(null, named(uri.host()).host(), port));
    }
    return hosts.contains(named(uri.host()))
        && points.stream().anyMatch(point -> point.bound.getPort() == port);
  }

  /** Address for our Via in what leaves by a flow. */
  InetSocketAddress sentBy(Flow flow) {
    InetSocketAddress local = flow.local();
    return local.getAddress().isAnyLocalAddress()
        ? points.stream()
            .filter(point -> point.transport == flow.transport() && point.has(local))
            .findFirst()
            .map(Point::shown)
            .orElse(local)
        : local;
  }

  /** Interfaces that an application may choose for its requests (JSR 289, 14.2). */
  List<SipURI> outboundInterfaces() {
    List<SipURI> interfaces = new ArrayList<>();
    for (Point point : points) {
      SipURI uri = ValueFactory.createSipURI(null, host(point.shown.getAddress()));
      uri.setPort(point.shown.getPort());
      uri.setTransportParam(lower(point.transport));
      interfaces.add(uri);
    }
    return List.copyOf(interfaces);
  }
}
