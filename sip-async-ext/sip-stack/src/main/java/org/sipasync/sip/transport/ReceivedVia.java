package org.sipasync.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.ViaSummary;

/** Notes in the top Via where a request came from (RFC 3261 18.2.1, RFC 3581 4). */
final class ReceivedVia {
  private ReceivedVia() {}

  /**
   * Sets received, and rport if asked for. What the peer has written there itself is replaced.
   *
   * @param top the request's top Via
   */
  static void mark(SipRequest request, ViaSummary top, InetSocketAddress source)
      throws ParseException {
    String address = Addresses.text(source.getAddress());
    if (!top.isHost(address) || top.hasRport() || top.hasReceived()) {
      request.receivedFrom(address, source.getPort());
    }
  }

  /** Port of the sent-by part, or its default. */
  static int port(ViaSummary via) {
    return via.port() < 0 ? Addresses.DEFAULT_PORT : via.port();
  }

  /** Address that a response goes to if the request's own way back is not open. */
  static InetSocketAddress sentByPort(InetAddress source, ViaSummary via) {
    return new InetSocketAddress(source, port(via));
  }
}
