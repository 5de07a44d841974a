package org.sipasync.sip.transport;

/** Transport protocol of a flow. */
public enum Transport {
  UDP,
  TCP;

  /** Returns true if the transport itself retransmits (RFC 3261 17.1.1.1). */
  public boolean isReliable() {
    return this != UDP;
  }
}
