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
  Flow flowTo(Transport transport, InetSocketAddress peer);
}
