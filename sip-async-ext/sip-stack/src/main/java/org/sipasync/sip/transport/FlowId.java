package org.sipasync.sip.transport;

import java.net.InetSocketAddress;

/**
 * Identity of a flow, by which it is found again as long as it lasts (RFC 5626). Immutable.
 *
 * @param serial number of the connection; 0 for datagrams, whose flows last for ever
 */
public record FlowId(
    Transport transport, InetSocketAddress local, InetSocketAddress remote, long serial) {
  /** Returns the identity of a flow. */
  public static FlowId of(Flow flow) {
    return new FlowId(flow.transport(), flow.local(), flow.remote(), flow.serial());
  }
}
