package org.sipasync.payara.own;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.servlet.sip.SipURI;
import org.sipasync.Problem;
import org.sipasync.container.dispatch.Contacts;
import org.sipasync.container.message.ValueFactory;
import org.sipasync.payara.server.Advertised;
import org.sipasync.payara.server.ListenPoint;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.SourceAddresses;
import org.sipasync.sip.transport.Transport;

/**
 * Addresses of the listen points, for Contact, Via, Route and Record-Route ({@link ShownPoint}).
 * Those of WebSockets are the HTTP server's. Thread-safe.
 */
final class ListenAddresses implements Contacts {
  private static final int MAX_WEB = 64;

  private final List<ShownPoint> points;

  /** URIs that are host and port only: equal however an IPv6 address is written. */
  private final Set<SipUri> own;

  /** Hosts and ports of the HTTP listeners that WebSockets have come by. */
  private final Set<SipUri> web = ConcurrentHashMap.newKeySet();

  private final SourceAddresses sources = new SourceAddresses();

  private ListenAddresses(List<ShownPoint> points, Set<SipUri> own) {
    this.points = List.copyOf(points);
    this.own = Set.copyOf(own);
  }

  /** Addresses of listen points that advertise nothing else; looks hosts up, which may block. */
  static ListenAddresses of(List<ListenPoint> listen) throws IOException {
    return of(listen, List.of());
  }

  /**
   * Looks the hosts of the listen points up, which may block.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0380 for an address that fits no listen point
   */
  static ListenAddresses of(List<ListenPoint> listen, List<Advertised> advertised)
      throws IOException {
    List<ShownPoint> points = new ArrayList<>();
    Set<SipUri> own = new HashSet<>();
    Set<Advertised> used = new HashSet<>();
    for (ListenPoint point : ListenPoint.sockets(listen)) {
      InetAddress bound = InetAddress.getByName(point.host());
      ShownPoint shown = shown(point, bound, advertised, used);
      points.add(shown);
      Stream.of(shown.ipv4(), shown.ipv6(), shown.fallback())
          .filter(address -> address != null)
          .forEach(address -> own.add(named(address)));
      namesOf(point, bound).forEach(name -> own.add(named(name, point.port())));
    }
    for (Advertised each : advertised) {
      if (!used.contains(each)) {
        String why = "no listen point is of its address family; set it for one, or remove it";
        throw Problem.BAD_ADVERTISED_ADDRESS.exception(each, why);
      }
    }
    return new ListenAddresses(points, own);
  }

  private static ShownPoint shown(
      ListenPoint point, InetAddress bound, List<Advertised> advertised, Set<Advertised> used)
      throws IOException {
    boolean all = bound.isAnyLocalAddress();
    boolean isIpv6 = bound instanceof Inet6Address;
    InetSocketAddress ipv4 = isIpv6 && !all ? null : shown(point, false, advertised, used);
    InetSocketAddress ipv6 = isIpv6 ? shown(point, true, advertised, used) : null;
    InetSocketAddress known = ipv4 == null ? ipv6 : ipv4;
    InetAddress machine = all ? MachineAddresses.reachable(bound).get(0) : bound;
    return new ShownPoint(
        Transport.valueOf(point.transport().toUpperCase(Locale.ROOT)),
        new InetSocketAddress(bound, point.port()),
        ipv4,
        ipv6,
        known == null ? new InetSocketAddress(machine, point.port()) : known);
  }

  /** Address that a listen point advertises to peers of a family; null if there is none. */
  private static InetSocketAddress shown(
      ListenPoint point, boolean isIpv6, List<Advertised> advertised, Set<Advertised> used)
      throws IOException {
    for (ListenPoint wanted : new ListenPoint[] {point, null}) {
      for (Advertised each : advertised) {
        if (each.isFor(wanted) && (each.isName() || each.isIpv6() == isIpv6)) {
          used.add(each);
          int port = each.port() == 0 ? point.port() : each.port();
          return each.isName()
              ? InetSocketAddress.createUnresolved(each.host(), port)
              : new InetSocketAddress(InetAddress.getByName(each.host()), port);
        }
      }
    }
    return null;
  }

  /** Names and addresses by which this machine finds a listen point, without asking anybody. */
  private static List<String> namesOf(ListenPoint point, InetAddress bound) throws IOException {
    List<String> names = new ArrayList<>();
    names.add(point.host());
    names.add(ShownPoint.host(bound));
    if (bound.isAnyLocalAddress() || bound.isLoopbackAddress()) {
      names.add("localhost");
    }
    if (bound.isAnyLocalAddress()) {
      names.add(InetAddress.getLocalHost().getHostName());
      MachineAddresses.of(bound).forEach(address -> names.add(ShownPoint.host(address)));
    }
    return names;
  }

  private static SipUri named(InetSocketAddress address) {
    return named(ShownPoint.host(address), address.getPort());
  }

  private static SipUri named(String host, int port) {
    String unscoped = host.indexOf('%') < 0 ? host : host.replaceAll("%[^\\]]*", "");
    boolean isBare = unscoped.indexOf(':') >= 0 && !unscoped.startsWith("[");
    return SipUri.of(null, isBare ? "[" + unscoped + "]" : unscoped, port);
  }

  /** Learns the address of an HTTP listener that WebSockets come by. */
  void addWeb(InetSocketAddress local) {
    if (web.size() < MAX_WEB) {
      web.add(named(local));
    }
  }

  /** Both kinds of WebSocket have the same parameter (RFC 7118 5.3). */
  private static SipUri webContact(InetSocketAddress local) {
    return named(local).with("transport", "ws");
  }

  @Override
  public SipUri contact(Transport transport, InetSocketAddress local) {
    if (transport.isWebSocket()) {
      return web.contains(named(local)) ? webContact(local) : null;
    }
    ShownPoint point = point(transport, local);
    if (point == null) {
      return null;
    }
    boolean isFallback = point.has(local) || local.isUnresolved();
    return point.uri(
        isFallback ? point.fallback() : point.shownTo(local.getAddress(), local, sources));
  }

  /** Listen point of an address, its own or one that it shows; null if there is none. */
  private ShownPoint point(Transport transport, InetSocketAddress local) {
    ShownPoint covering = null;
    for (ShownPoint point : points) {
      if (point.transport() == transport && point.has(local)) {
        return point;
      }
      if (point.transport() == transport && covering == null && point.covers(local)) {
        covering = point;
      }
    }
    return covering;
  }

  @Override
  public SipUri contact(Flow flow) {
    if (flow.transport().isWebSocket()) {
      return webContact(flow.local());
    }
    ShownPoint point = point(flow.transport(), flow.local());
    return point == null ? defaultContact() : point.uri(shown(point, flow));
  }

  private InetSocketAddress shown(ShownPoint point, Flow flow) {
    return flow.isLoopback()
        ? point.fallback()
        : point.shownTo(flow.remote().getAddress(), flow.local(), sources);
  }

  @Override
  public SipUri contact(Transport transport) {
    for (ShownPoint point : points) {
      if (point.transport() == transport) {
        return point.uri(point.fallback());
      }
    }
    return null;
  }

  @Override
  public SipUri defaultContact() {
    return points.get(0).uri(points.get(0).fallback());
  }

  @Override
  public boolean isOwn(SipUri uri) {
    if ("ws".equalsIgnoreCase(uri.parameter("transport"))) {
      Transport transport = uri.secure() ? Transport.WSS : Transport.WS;
      int port = uri.port() < 0 ? transport.defaultPort() : uri.port();
      return web.contains(named(uri.host(), port));
    }
    boolean isTls = uri.secure() || "tls".equalsIgnoreCase(uri.parameter("transport"));
    int defaultPort = (isTls ? Transport.TLS : Transport.UDP).defaultPort();
    return own.contains(named(uri.host(), uri.port() < 0 ? defaultPort : uri.port()));
  }

  /** Address for our Via in what leaves by a flow. */
  InetSocketAddress sentBy(Flow flow) {
    ShownPoint point = point(flow.transport(), flow.local());
    return point == null ? flow.local() : shown(point, flow);
  }

  /** Address of the socket that an application has chosen by what it shows; never null. */
  InetSocketAddress socket(Transport transport, InetSocketAddress shown) {
    ShownPoint point = point(transport, shown);
    return point == null ? shown : point.bound();
  }

  /**
   * Address of the first socket of a transport, whatever it shows: host and port.
   *
   * @param host address of this machine for a socket on all of them
   */
  Optional<String> socketFor(Transport transport, String host) {
    return points.stream()
        .filter(point -> point.transport() == transport)
        .findFirst()
        .map(ShownPoint::bound)
        .map(
            bound ->
                text(
                    bound.getAddress().isAnyLocalAddress() ? host : ShownPoint.host(bound), bound));
  }

  private static String text(String host, InetSocketAddress bound) {
    return host + ":" + bound.getPort();
  }

  /** Interfaces that an application may choose for its requests (JSR 289, 14.2). */
  List<SipURI> outboundInterfaces() {
    List<SipURI> interfaces = new ArrayList<>();
    for (ShownPoint point : points) {
      SipURI uri = ValueFactory.createSipURI(null, ShownPoint.host(point.fallback()));
      uri.setPort(point.fallback().getPort());
      uri.setTransportParam(point.name());
      interfaces.add(uri);
    }
    return List.copyOf(interfaces);
  }

  /** Lines for people: each listen point, and where peers reach it if that is another address. */
  List<String> descriptions() throws IOException {
    List<String> lines = new ArrayList<>();
    for (ShownPoint point : points) {
      lines.add(point.description());
    }
    return lines;
  }

  /** Host and port of the first listen point without TLS, as a caller writes them, if any. */
  Optional<String> firstPlain() {
    return points.stream()
        .filter(point -> point.transport() != Transport.TLS)
        .map(ShownPoint::fallback)
        .map(address -> ShownPoint.host(address) + ":" + address.getPort())
        .findFirst();
  }
}
