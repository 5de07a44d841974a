package org.sipasync.sip.transaction;

/** The way to a transaction's peer. {@link #send} never blocks; its failures are told later. */
public interface Peer {
  /** Sends a message, which the caller must not change any more. */
  void send(byte[] message);

  /** True if the transport retransmits by itself, as TCP does. */
  boolean isReliable();
}
