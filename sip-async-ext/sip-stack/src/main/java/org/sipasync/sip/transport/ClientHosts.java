package org.sipasync.sip.transport;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Hosts that WebSocket clients name in their Contacts, by which requests find their connections.
 *
 * <p>A host belongs to the first connection that names it. Another one that does so comes behind
 * it, and the first is pinged: a client that has lost its connection gets its host back once the
 * dead one is dropped, and nobody takes a host from a client that is there.
 */
final class ClientHosts {
  /** Hosts that one connection may name. */
  static final int MAX_PER_CONNECTION = 8;

  private final Map<InetSocketAddress, Set<WebSocketConnection>> connections = new HashMap<>();

  /** Lets a connection name a host, unless it has named too many. */
  void add(InetSocketAddress host, WebSocketConnection connection) {
    if (connection.hosts().size() == MAX_PER_CONNECTION || !connection.hosts().add(host)) {
      return;
    }
    Set<WebSocketConnection> all = connections.computeIfAbsent(host, h -> new LinkedHashSet<>(2));
    if (!all.isEmpty()) {
      all.iterator().next().ping();
    }
    all.add(connection);
  }

  /** Forgets the hosts of a connection. */
  void remove(WebSocketConnection connection) {
    for (InetSocketAddress host : connection.hosts()) {
      Set<WebSocketConnection> all = connections.get(host);
      if (all != null && all.remove(connection) && all.isEmpty()) {
        connections.remove(host);
      }
    }
    connection.hosts().clear();
  }

  /**
   * Returns the connection that a host belongs to; null if there is none.
   *
   * @param isSecure true if only a connection over TLS will do
   */
  WebSocketConnection find(InetSocketAddress host, boolean isSecure) {
    for (WebSocketConnection connection : connections.getOrDefault(host, Set.of())) {
      if (!isSecure || connection.transport().isSecure()) {
        return connection;
      }
    }
    return null;
  }

  /** Returns the number of hosts named. */
  int size() {
    return connections.size();
  }
}
