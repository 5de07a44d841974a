package org.sipasync.payara.own;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.Addresses;
import org.sipasync.sip.transport.SourceAddresses;
import org.sipasync.sip.transport.Transport;

/**
 * Listen point as messages show it: by its advertised address, else by the address of its socket.
 * One on all addresses is shown by the address that packets to the peer leave from, and where no
 * peer is known by one of this machine. Immutable.
 *
 * @param bound address that its socket has
 * @param ipv4 address for IPv4 peers; null for that of the socket
 * @param ipv6 address for IPv6 peers; null for that of the socket
 * @param fallback address where no peer is known; no wildcard
 */
record ShownPoint(
    Transport transport,
    InetSocketAddress bound,
    InetSocketAddress ipv4,
    InetSocketAddress ipv6,
    InetSocketAddress fallback) {
  /** Addresses of this machine in a description. */
  private static final int MAX_SHOWN = 4;

  boolean isOnAllAddresses() {
    return bound.getAddress().isAnyLocalAddress();
  }

  /** True if this is the listen point of an address; port 0 stands for any. */
  boolean has(InetSocketAddress address) {
    return matches(bound, address)
        || matches(ipv4, address)
        || matches(ipv6, address)
        || matches(fallback, address);
  }

  private static boolean matches(InetSocketAddress own, InetSocketAddress address) {
    if (own == null || address.getPort() != 0 && address.getPort() != own.getPort()) {
      return false;
    }
    return own.isUnresolved() || address.isUnresolved()
        ? own.getHostString().equalsIgnoreCase(address.getHostString())
        : own.getAddress().equals(address.getAddress());
  }

  /** True if it listens on all addresses, so that its connections have one of them. */
  boolean covers(InetSocketAddress address) {
    boolean isPort = address.getPort() == 0 || address.getPort() == bound.getPort();
    return isOnAllAddresses() && isPort && !address.isUnresolved();
  }

  /**
   * Address shown to a peer.
   *
   * @param local address of the flow
   */
  InetSocketAddress shownTo(InetAddress peer, InetSocketAddress local, SourceAddresses sources) {
    InetSocketAddress advertised = peer instanceof Inet4Address ? ipv4 : ipv6;
    if (advertised != null) {
      return advertised;
    }
    if (!isOnAllAddresses()) {
      return bound;
    }
    InetAddress known = local.isUnresolved() ? null : local.getAddress();
    InetAddress own = known == null || known.isAnyLocalAddress() ? sources.towards(peer) : known;
    return own == null ? fallback : new InetSocketAddress(own, bound.getPort());
  }

  /** URI of an address of this listen point. */
  SipUri uri(InetSocketAddress address) {
    SipUri uri = SipUri.of(null, host(address), address.getPort());
    return transport == Transport.UDP ? uri : uri.with("transport", name());
  }

  /** Listen point for people, and where peers reach it if that is another address. */
  String description() throws SocketException {
    String listens = name() + ":" + text(bound);
    List<String> others = new ArrayList<>();
    Stream.of(ipv4, ipv6).filter(Objects::nonNull).map(ShownPoint::text).forEach(others::add);
    if (others.isEmpty() && isOnAllAddresses()) {
      MachineAddresses.reachable(bound.getAddress()).stream()
          .limit(MAX_SHOWN)
          .map(address -> host(address) + ":" + bound.getPort())
          .forEach(others::add);
    }
    return others.isEmpty() ? listens : listens + ", reached at " + String.join(", ", others);
  }

  private static String text(InetSocketAddress address) {
    return host(address) + ":" + address.getPort();
  }

  /** Transport in lower case, as in a URI. */
  String name() {
    return transport.name().toLowerCase(Locale.ROOT);
  }

  /** Host of a URI: a name, or an address, IPv6 in brackets. */
  static String host(InetSocketAddress address) {
    return address.isUnresolved() ? address.getHostString() : host(address.getAddress());
  }

  static String host(InetAddress address) {
    return Addresses.host(address);
  }
}
