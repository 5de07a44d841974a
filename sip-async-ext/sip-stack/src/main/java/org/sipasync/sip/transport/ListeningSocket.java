package org.sipasync.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Socket that receives requests, and that requests of our own are sent from or name in their Via.
 */
interface ListeningSocket extends AutoCloseable {
  /** Returns the address with its port. */
  InetSocketAddress local();

  @Override
  void close();

  /**
   * Returns the listen point to reach a peer from: of its address family, and if there are several,
   * the one with the address that the system's routes choose, else the first, preferring a loopback
   * address for a loopback peer and another one for others. Null if there is none.
   *
   * @param from address of the required one; port 0 for any port; null for any
   * @param sources routes of the system
   */
  static <P extends ListeningSocket> P towards(
      InetSocketAddress peer, InetSocketAddress from, List<P> points, SourceAddresses sources) {
    P best = null;
    boolean isOnly = true;
    for (P point : points) {
      if (!isOfFamily(point.local(), peer) || from != null && !serves(point.local(), from)) {
        continue;
      }
      isOnly &= best == null;
      if (best == null || !reaches(best, peer) && reaches(point, peer)) {
        best = point;
      }
    }
    return isOnly || from != null ? best : routed(peer, best, points, sources);
  }

  /** Returns the point with the address that packets to the peer leave from, else the best one. */
  private static <P extends ListeningSocket> P routed(
      InetSocketAddress peer, P best, List<P> points, SourceAddresses sources) {
    InetAddress source = sources.towards(peer.getAddress());
    if (best.local().getAddress().equals(source)) {
      return best;
    }
    for (P point : points) {
      if (point.local().getAddress().equals(source)) {
        return point;
      }
    }
    return best;
  }

  /** True if a socket reaches a peer's family; one on all IPv6 addresses reaches both. */
  private static boolean isOfFamily(InetSocketAddress local, InetSocketAddress peer) {
    boolean isIpv4 = Addresses.isIpv4(local);
    return isIpv4 == Addresses.isIpv4(peer) || !isIpv4 && local.getAddress().isAnyLocalAddress();
  }

  private static boolean serves(InetSocketAddress local, InetSocketAddress from) {
    boolean isPort = from.getPort() == 0 || from.getPort() == local.getPort();
    return isPort
        && (local.getAddress().equals(from.getAddress()) || local.getAddress().isAnyLocalAddress());
  }

  private static boolean reaches(ListeningSocket from, InetSocketAddress peer) {
    return from.local().getAddress().isAnyLocalAddress()
        || from.local().getAddress().isLoopbackAddress() == peer.getAddress().isLoopbackAddress();
  }
}
