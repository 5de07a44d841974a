package org.sipasync.container.message;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.FlowId;
import org.sipasync.sip.transport.Transport;

/**
 * Origin of a message. Immutable.
 *
 * @param transport name as in Via
 * @param secure true if nobody could read it on its last hop, or on its way to the first
 *     application of a chain
 * @param isChained true if this container has sent it, or another application in it
 * @param received its origin as the container received it, if it is chained; null if an application
 *     made it
 * @param certificates of the peer, its own first; empty if it has shown none
 * @param serial number of the connection; 0 for datagrams
 */
public record MessageOrigin(
    InetSocketAddress local,
    InetSocketAddress remote,
    String transport,
    boolean secure,
    boolean isChained,
    MessageOrigin received,
    List<X509Certificate> certificates,
    long serial) {
  /** Origin of a message that comes from the network. */
  public MessageOrigin(
      InetSocketAddress local, InetSocketAddress remote, String transport, boolean secure) {
    this(local, remote, transport, secure, false, null, List.of(), 0);
  }

  /**
   * Returns the origin of a response that the container makes for a request of an application: its
   * own address.
   */
  public static MessageOrigin ofContainer(InetSocketAddress own, String transport) {
    return new MessageOrigin(own, own, transport, false, true, null, List.of(), 0);
  }

  /** Returns the origin of messages of a flow; null for null: a response that was made here. */
  public static MessageOrigin of(Flow flow) {
    if (flow == null) {
      return null;
    }
    String transport = flow.transport().name();
    boolean secure = flow.transport().isSecure();
    boolean isChained = flow instanceof ChainedFlow;
    MessageOrigin received = flow instanceof ChainedFlow chained ? chained.initialOrigin() : null;
    if (isChained) {
      secure = received == null || received.secure();
    }
    return new MessageOrigin(
        flow.local(),
        flow.remote(),
        transport,
        secure,
        isChained,
        received,
        received == null ? flow.certificates() : received.certificates(),
        flow.serial());
  }

  /** Returns the identity of the flow that the message came by. */
  public FlowId flow() {
    return new FlowId(Transport.valueOf(transport), local, remote, serial);
  }

  /** Returns the origin as the container received the message; null if an application made it. */
  public MessageOrigin initial() {
    return isChained ? received : this;
  }

  static String host(InetSocketAddress address) {
    return address.getAddress() == null
        ? address.getHostString()
        : address.getAddress().getHostAddress();
  }
}
