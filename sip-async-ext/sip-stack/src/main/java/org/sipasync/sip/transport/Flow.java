package org.sipasync.sip.transport;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Path to one peer: a UDP listen point with a remote address, or a connection. Responses use the
 * flow of their request (RFC 3261 18.2.2). Equal flows connect the same peer and listen point. For
 * the loop's thread only.
 */
public interface Flow {
  /**
   * Sends a message without blocking. The array must no longer change.
   *
   * @param onFailed runs once, asynchronously on the loop's thread, if the message is known not to
   *     have been sent: connection refused or lost, too many bytes waiting, socket error; null to
   *     ignore that
   */
  void send(byte[] message, Runnable onFailed);

  /**
   * Returns this flow while it can send; otherwise another one to the same peer, such as a new
   * connection.
   */
  default Flow reopened() {
    return this;
  }

  /** True if the peer can be reached by another flow once this one is closed. */
  default boolean isReopenable() {
    return true;
  }

  /** Returns the protocol of this flow. */
  Transport transport();

  /** Returns the number of the connection, unique in this process; 0 for datagrams. */
  default long serial() {
    return 0;
  }

  /** True if what is sent arrives or its failure is told, so that nothing is retransmitted. */
  default boolean isReliable() {
    return transport().isReliable();
  }

  /** True if this flow leads back into this process, past the network. */
  default boolean isLoopback() {
    return false;
  }

  /**
   * Returns the certificate that the peer has shown, verified, and its issuers; empty if there is
   * none. From any thread, once a message has come.
   */
  default List<X509Certificate> certificates() {
    return List.of();
  }

  /** Returns the local address of the listen point or connection. */
  InetSocketAddress local();

  /** Returns the address that the peer sends from or receives at. */
  InetSocketAddress remote();
}
