package org.sipasync.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.ViaSummary;

/** Recording of a request's source in its top Via (RFC 3261 18.2.1, RFC 3581 4). */
final class ReceivedVia {
  private ReceivedVia() {}

  /**
   * Sets received, and rport if requested. Replaces values set by the peer.
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

  /** Returns the port of the sent-by, or its default. */
  static int port(ViaSummary via) {
    Transport transport = via.isTransport(Transport.TLS.name()) ? Transport.TLS : Transport.UDP;
    return via.port() < 0 ? transport.defaultPort() : via.port();
  }

  /** Returns the address for responses if the request's connection has closed. */
  static InetSocketAddress sentByPort(InetAddress source, ViaSummary via) {
    return new InetSocketAddress(source, port(via));
  }
}
