package org.sipasync.sip.transport;

import java.net.InetSocketAddress;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.ViaSummary;

/** Flow of datagrams between a listen point and a remote address. */
record UdpFlow(UdpListenPoint listenPoint, InetSocketAddress remote) implements Origin {
  @Override
  public void send(byte[] message, Runnable onFailed) {
    listenPoint.send(message, this, onFailed);
  }

  /**
   * Returns a flow to the source address, and to the source port if the peer asked for rport, else
   * the sent-by port.
   */
  @Override
  public Flow answering(SipRequest request, ViaSummary top) {
    boolean isSource = top.hasRport() || ReceivedVia.port(top) == remote.getPort();
    return isSource
        ? this
        : new UdpFlow(listenPoint, ReceivedVia.sentByPort(remote.getAddress(), top));
  }

  @Override
  public Transport transport() {
    return Transport.UDP;
  }

  @Override
  public InetSocketAddress local() {
    return listenPoint.local();
  }
}
