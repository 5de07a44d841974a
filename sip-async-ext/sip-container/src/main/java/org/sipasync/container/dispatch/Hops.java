package org.sipasync.container.dispatch;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transport.Flow;

/** Finds the next hop of requests (RFC 3263). For the loop's thread only; never blocks. */
@FunctionalInterface
public interface Hops {
  /**
   * Finds the flow to a request's top Route, else to its Request-URI.
   *
   * @param from address that it is to leave from; null if any will do
   * @param onFound runs once, later or now, with null if there is no way
   */
  void find(SipRequest request, InetSocketAddress from, Consumer<Flow> onFound);

  /**
   * Returns a flow of a congestion-controlled transport to the address of a datagram's, for a
   * request that is too large for one (RFC 3261 18.1.1); null if there is none.
   */
  default Flow streamTo(InetSocketAddress peer) {
    return null;
  }
}
