package org.sipasync.container.message;

import java.net.InetSocketAddress;
import org.sipasync.sip.transport.Flow;

/**
 * Origin of a message. Immutable.
 *
 * @param transport name as in Via
 * @param secure true if nobody on the path could read it
 * @param isChained true if another application of this container has sent it
 * @param received its origin as the container received it, if it is chained; null if an application
 *     made it
 */
public record MessageOrigin(
    InetSocketAddress local,
    InetSocketAddress remote,
    String transport,
    boolean secure,
    boolean isChained,
    MessageOrigin received) {
  /** Origin of a message that comes from the network. */
  public MessageOrigin(
      InetSocketAddress local, InetSocketAddress remote, String transport, boolean secure) {
    this(local, remote, transport, secure, false, null);
  }

  /** Returns the origin of messages of a flow. */
  public static MessageOrigin of(Flow flow) {
    String transport = flow.transport().name();
    boolean secure = flow.transport().isSecure();
    boolean isChained = flow instanceof ChainedFlow;
    MessageOrigin received = flow instanceof ChainedFlow chained ? chained.initialOrigin() : null;
    return new MessageOrigin(flow.local(), flow.remote(), transport, secure, isChained, received);
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
