package org.sipasync.sip.transport;

/** Transport protocol of a flow. */
public enum Transport {
  UDP,
  TCP;

  /** True if the transport retransmits by itself (RFC 3261 17.1.1.1). */
  public boolean isReliable() {
    return this != UDP;
  }
}
