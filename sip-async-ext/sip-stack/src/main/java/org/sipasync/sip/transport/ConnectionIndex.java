package org.sipasync.sip.transport;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Connections that requests of our own may use, by transport and peer. */
final class ConnectionIndex {
  private final Map<InetSocketAddress, List<TcpConnection>> byPeer = new HashMap<>();

  void add(InetSocketAddress peer, TcpConnection connection) {
    byPeer.computeIfAbsent(peer, p -> new ArrayList<>(1)).add(connection);
  }

  void remove(InetSocketAddress peer, TcpConnection connection) {
    List<TcpConnection> connections = byPeer.get(peer);
    if (connections != null && connections.remove(connection) && connections.isEmpty()) {
      byPeer.remove(peer);
    }
  }

  /**
   * Returns the first connection to a peer; null if there is none. A TLS connection is one to a
   * peer if it was opened to the same name or if its peer has proved that name.
   *
   * @param listenPoint the required listen point; null for any
   */
  TcpConnection find(Transport transport, InetSocketAddress peer, InetSocketAddress listenPoint) {
    for (TcpConnection connection : byPeer.getOrDefault(peer, List.of())) {
      if (connection.transport() == transport
          && connection.isTo(peer)
          && (listenPoint == null || belongs(connection.local(), listenPoint))) {
        return connection;
      }
    }
    return null;
  }

  /** Returns the connection of an identity; null if it has ended. */
  TcpConnection find(FlowId id) {
    for (TcpConnection connection : byPeer.getOrDefault(id.remote(), List.of())) {
      if (connection.transport() == id.transport() && connection.serial() == id.serial()) {
        return connection;
      }
    }
    return null;
  }

  /**
   * Returns true if a connection belongs to a listen point. An accepted connection of a wildcard
   * listen point has a concrete local address.
   */
  private static boolean belongs(InetSocketAddress local, InetSocketAddress listenPoint) {
    return local.equals(listenPoint)
        || local.getPort() == listenPoint.getPort() && listenPoint.getAddress().isAnyLocalAddress();
  }
}
