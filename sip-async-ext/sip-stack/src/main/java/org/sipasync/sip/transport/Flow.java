package org.sipasync.sip.transport;

import java.net.InetSocketAddress;

/**
 * Path to one peer: a UDP listen point with a remote address, or a connection. Responses go back by
 * the flow their request came by (RFC 3261 18.2.2). Equal flows lead to the same peer from the same
 * listen point. For the loop's thread only.
 */
public interface Flow {
  /**
   * Sends a message without blocking. The caller must not change the array any more.
   *
   * @param onFailed runs once, later, on the loop's thread, if the message is known not to have
   *     left: connection refused or lost, too many bytes waiting, socket error; null to ignore that
   */
  void send(byte[] message, Runnable onFailed);

  /**
   * This flow while messages can be sent by it; else another one to the same peer, such as a new
   * connection.
   */
  default Flow reopened() {
    return this;
  }

  /** Protocol of this flow. */
  Transport transport();

  /** True if what is sent arrives or its failure is told, so that nothing is retransmitted. */
  default boolean isReliable() {
    return transport().isReliable();
  }

  /** True if this flow leads back into this process, past the network. */
  default boolean isLoopback() {
    return false;
  }

  /** Local address, as the listen point or connection has it. */
  InetSocketAddress local();

  /** Address the peer sends from or is reached at. */
  InetSocketAddress remote();
}
