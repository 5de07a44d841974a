package org.sipasync.sip.transport;

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
   * Returns the first listen point of the peer's address family, preferring a loopback address for
   * a loopback peer and another one for others; null if there is none.
   *
   * @param from address of the required one; null for any
   */
  static <P extends ListeningSocket> P towards(
      InetSocketAddress peer, InetSocketAddress from, List<P> points) {
    P best = null;
    for (P point : points) {
      boolean isCandidate =
          Addresses.isIpv4(point.local()) == Addresses.isIpv4(peer)
              && (from == null || point.local().equals(from));
      if (isCandidate && (best == null || !reaches(best, peer) && reaches(point, peer))) {
        best = point;
      }
    }
    return best;
  }

  private static boolean reaches(ListeningSocket from, InetSocketAddress peer) {
    return from.local().getAddress().isAnyLocalAddress()
        || from.local().getAddress().isLoopbackAddress() == peer.getAddress().isLoopbackAddress();
  }
}
