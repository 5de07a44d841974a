package org.sipasync.container.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.sipasync.container.outbound.FlowRoutes;
import org.sipasync.sip.locate.NumericHost;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.SipUri;

/**
 * Routes of ours that a request has come by: one, or one per side of the call where these use
 * different listen points (RFC 5658).
 *
 * @param first that of the side which the request comes from; null if there was none
 * @param last that of the side which it goes to
 */
public record PoppedRoutes(NameAddr first, SipUri last) {
  static final PoppedRoutes NONE = new PoppedRoutes(null, null);

  /** Token of the flow that the request is to go by; null if there is none. */
  public String flowToken() {
    return FlowRoutes.token(last);
  }

  /** Address of the listen point that the request is to leave from; null for any. */
  public InetSocketAddress local() {
    if (last == null) {
      return null;
    }
    InetAddress address = NumericHost.parse(last.host());
    int port = Math.max(0, last.port());
    return address == null
        ? InetSocketAddress.createUnresolved(last.host(), port)
        : new InetSocketAddress(address, port);
  }
}
