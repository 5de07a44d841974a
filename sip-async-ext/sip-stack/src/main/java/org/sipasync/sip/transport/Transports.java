package org.sipasync.sip.transport;

import java.net.InetSocketAddress;

/** Source of flows for requests of our own. For the loop's thread only. */
public interface Transports {
  /**
   * Returns a flow to a peer from the listen point of its address family. For TCP and TLS this is
   * an open connection to the address or a new one, which queues a bounded number of bytes until it
   * is connected.
   *
   * <p>For TLS, the address has the name of the domain that the peer must prove by its certificate
   * (RFC 5922); without a name, it must prove its IP address.
   *
   * <p>For WS and WSS this is the connection of the client that has named the address's host in its
   * Contact; the address is unresolved. WSS asks for one over TLS, WS for any.
   *
   * @return null if no listen point has that transport and address family, or no such client is
   *     connected
   */
  default Flow flowTo(Transport transport, InetSocketAddress peer) {
    return flowTo(transport, peer, null);
  }

  /**
   * Returns a flow to a peer as {@link #flowTo(Transport, InetSocketAddress)} does, but from one
   * listen point: that of the request that created the dialog.
   *
   * @param from local address of the listen point, one of its addresses if it has all, with port 0
   *     for any port; null for any listen point
   * @return null if there is no such listen point or it cannot reach that address family
   */
  Flow flowTo(Transport transport, InetSocketAddress peer, InetSocketAddress from);

  /**
   * Returns the flow of an identity, such as one that a peer has opened (RFC 5626).
   *
   * @return null if its connection has ended, or its listen point is none of these
   */
  default Flow flow(FlowId id) {
    return null;
  }
}
