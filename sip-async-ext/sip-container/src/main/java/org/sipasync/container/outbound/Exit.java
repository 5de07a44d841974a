package org.sipasync.container.outbound;

import java.net.InetSocketAddress;
import org.sipasync.sip.transport.FlowId;

/**
 * Way out of this container that a request is to take. Immutable.
 *
 * @param local address that it leaves from, if that reaches its next hop; null for any
 * @param flow flow that it goes by, whatever its next hop; null for none
 */
public record Exit(InetSocketAddress local, FlowId flow) {
  /** Any way. */
  public static final Exit ANY = new Exit(null, null);

  /** Returns a way from an address; null stands for any. */
  public static Exit from(InetSocketAddress local) {
    return local == null ? ANY : new Exit(local, null);
  }

  /** Returns the way back by a flow. */
  public static Exit by(FlowId flow) {
    return new Exit(flow.local(), flow);
  }
}
