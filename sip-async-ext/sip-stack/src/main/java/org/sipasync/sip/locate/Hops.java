package org.sipasync.sip.locate;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.FlowId;
import org.sipasync.sip.transport.Transport;
import org.sipasync.sip.transport.Transports;

/** Ways to the servers of a URI (RFC 3263). For the loop's thread only; never blocks. */
public interface Hops {
  /**
   * Finds the servers of a URI in the order to try them.
   *
   * @param onFound runs once, now or later, with an empty list if there are none
   */
  void find(SipUri uri, Consumer<List<Target>> onFound);

  /**
   * Opens a flow to a server; by TCP if it is to be reached by UDP, and no listen point has that.
   *
   * @param from local address of the preferred listen point; one of another transport stands for
   *     those with its address; others send to servers that it cannot reach; null for no preference
   * @param onOpen runs once, now or later, with null if no listen point reaches the server
   */
  void open(Target target, InetSocketAddress from, Consumer<Flow> onOpen);

  /**
   * Finds a flow again.
   *
   * @param onOpen runs once, now or later, with null if the flow has ended
   */
  default void open(FlowId id, Consumer<Flow> onOpen) {
    onOpen.accept(null);
  }

  /** Ways that a locator finds and transports of the same loop open. */
  static Hops of(Locator locator, Transports transports) {
    return new Hops() {
      @Override
      public void find(SipUri uri, Consumer<List<Target>> onFound) {
        locator.locate(uri, onFound);
      }

      @Override
      public void open(Target target, InetSocketAddress from, Consumer<Flow> onOpen) {
        Flow flow = flowTo(target.transport(), target.address(), from);
        boolean lacksUdp = flow == null && target.transport() == Transport.UDP;
        onOpen.accept(lacksUdp ? flowTo(Transport.TCP, target.address(), from) : flow);
      }

      private Flow flowTo(Transport transport, InetSocketAddress to, InetSocketAddress from) {
        Flow flow = transports.flowTo(transport, to, from);
        if (flow == null && from != null && from.getPort() != 0) {
          flow = transports.flowTo(transport, to, anyPort(from));
        }
        return flow == null && from != null ? transports.flowTo(transport, to) : flow;
      }

      @Override
      public void open(FlowId id, Consumer<Flow> onOpen) {
        onOpen.accept(transports.flow(id));
      }

      private InetSocketAddress anyPort(InetSocketAddress address) {
        return address.isUnresolved()
            ? InetSocketAddress.createUnresolved(address.getHostString(), 0)
            : new InetSocketAddress(address.getAddress(), 0);
      }
    };
  }
}
