package org.sipasync.container.message;

import java.net.InetSocketAddress;
import org.sipasync.sip.transport.Flow;

/**
 * Origin of a message. Immutable.
 *
 * @param transport name as in Via
 * @param secure true if nobody on the path could read it
 */
public record MessageOrigin(
    InetSocketAddress local, InetSocketAddress remote, String transport, boolean secure) {
  /** Returns the origin of messages of a flow. */
  public static MessageOrigin of(Flow flow) {
    String transport = flow.transport().name();
    boolean secure = transport.equals("TLS") || transport.equals("WSS");
    return new MessageOrigin(flow.local(), flow.remote(), transport, secure);
  }

  static String host(InetSocketAddress address) {
    return address.getAddress() == null
        ? address.getHostString()
        : address.getAddress().getHostAddress();
  }
}
