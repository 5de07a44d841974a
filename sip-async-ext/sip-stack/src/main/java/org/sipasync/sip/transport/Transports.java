package org.sipasync.sip.transport;

import java.net.InetSocketAddress;

/** Opens flows for requests of our own. For the loop's thread only. */
public interface Transports {
  /**
   * Flow to a peer from the listen point of its address family; for TCP an open connection to that
   * address, or else a new one, whose messages wait, bounded, until it is connected.
   *
   * @return null if no listen point has that transport and address family
   */
  default Flow flowTo(Transport transport, InetSocketAddress peer) {
    return flowTo(transport, peer, null);
  }

  /**
   * Flow to a peer from one listen point, as {@link #flowTo(Transport, InetSocketAddress)}: the way
   * of a request that belongs to the dialog of one that came by it.
   *
   * @param from local address of the listen point; null if any will do
   * @return null if there is no such listen point or it cannot reach that address family
   */
  Flow flowTo(Transport transport, InetSocketAddress peer, InetSocketAddress from);
}
