package org.sipasync.sip.transport;

import java.net.InetSocketAddress;
import java.util.List;

/** Socket that requests come to, and that requests of our own leave from or name. */
interface ListeningSocket extends AutoCloseable {
  /** Address with its port. */
  InetSocketAddress local();

  @Override
  void close();

  /**
   * The first listen point of the peer's address family, rather one that is on the loopback
   * interface if and only if the peer is; null if there is none.
   *
   * @param from address of the only one to be taken; null if any will do
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
