package org.sipasync.container.message;

import java.net.InetSocketAddress;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.FlowId;
import org.sipasync.sip.transport.Transport;

/**
 * Origin of a message. Immutable.
 *
 * @param transport name as in Via
 * @param secure true if nobody on the path could read it
 * @param isChained true if another application of this container has sent it
 * @param received its origin as the container received it, if it is chained; null if an application
 *     made it
 * @param serial number of the connection; 0 for datagrams
 */
public record MessageOrigin(
    InetSocketAddress local,
    InetSocketAddress remote,
    String transport,
    boolean secure,
    boolean isChained,
    MessageOrigin received,
    long serial) {
  /** Origin of a message that comes from the network. */
  public MessageOrigin(
      InetSocketAddress local, InetSocketAddress remote, String transport, boolean secure) {
    this(local, remote, transport, secure, false, null, 0);
  }

  /** Returns the origin of messages of a flow. */
  public static MessageOrigin of(Flow flow) {
    String transport = flow.transport().name();
    boolean secure = transport.equals("TLS") || transport.equals("WSS");
    boolean isChained = flow instanceof ChainedFlow;
    MessageOrigin received = flow instanceof ChainedFlow chained ? chained.initialOrigin() : null;
    return new MessageOrigin(
        flow.local(), flow.remote(), transport, secure, isChained, received, flow.serial());
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
