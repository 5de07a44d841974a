package org.sipasync.sip.transport;

/** Transport protocol of a flow. */
public enum Transport {
  UDP,
  TCP,
  TLS;

  /** Returns the port of URIs and Via that name none (RFC 3261 19.1.2). */
  public int defaultPort() {
    return this == TLS ? 5_061 : 5_060;
  }

  /** Returns true if the transport itself retransmits (RFC 3261 17.1.1.1). */
  public boolean isReliable() {
    return this != UDP;
  }
}
