package org.sipasync.sip.transport;

import org.sipasync.sip.message.ViaSummary;

/** Transport protocol of a flow. */
public enum Transport {
  UDP(5_060),
  TCP(5_060),
  TLS(5_061),
  /** WebSocket over HTTP (RFC 7118). */
  WS(80),
  /** WebSocket over HTTPS (RFC 7118). */
  WSS(443);

  private final int defaultPort;

  Transport(int defaultPort) {
    this.defaultPort = defaultPort;
  }

  /** Returns the port of URIs and Via that name none (RFC 3261 19.1.2, RFC 7118 5.3). */
  public int defaultPort() {
    return defaultPort;
  }

  /** Returns true if the transport itself retransmits (RFC 3261 17.1.1.1). */
  public boolean isReliable() {
    return this != UDP;
  }

  /** Returns true if nobody on the path to the peer can read what is sent. */
  public boolean isSecure() {
    return this == TLS || this == WSS;
  }

  /** Returns true for a WebSocket, by which only its client can be reached. */
  public boolean isWebSocket() {
    return this == WS || this == WSS;
  }

  /**
   * Returns true if a Via names this transport. Clients name a WebSocket by their own side, and a
   * reverse proxy may have ended its TLS: WS and WSS name both.
   */
  boolean isNamedBy(ViaSummary via) {
    return isWebSocket()
        ? via.isTransport(WS.name()) || via.isTransport(WSS.name())
        : via.isTransport(name());
  }
}
