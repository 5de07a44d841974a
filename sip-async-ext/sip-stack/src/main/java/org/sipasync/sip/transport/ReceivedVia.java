package org.sipasync.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.ViaSummary;

/** Recording of a request's source in its top Via (RFC 3261 18.2.1, RFC 3581 4, RFC 6223). */
final class ReceivedVia {
  /** Methods that register, or begin a dialog: keep-alives are agreed on for these. */
  private static final Set<Method> KEPT =
      Set.of(Method.REGISTER, Method.INVITE, Method.SUBSCRIBE, Method.REFER);

  /** Seconds between keep-alives by UDP, within which NATs keep their bindings. */
  private static final int KEEP_DATAGRAMS = 30;

  /** Seconds between keep-alives on connections, less than their idle time. */
  private static final int KEEP_CONNECTION = 120;

  private ReceivedVia() {}

  /**
   * Sets received, rport if requested, and how often keep-alives are welcome if the peer offers
   * some. Replaces values of received and rport set by the peer.
   *
   * @param top the request's top Via
   */
  static void mark(SipRequest request, ViaSummary top, Origin origin) throws ParseException {
    InetSocketAddress source = origin.remote();
    String address = Addresses.text(source.getAddress());
    boolean keeps = top.asksToKeep() && KEPT.contains(request.method());
    if (keeps || !top.isHost(address) || top.hasRport() || top.hasReceived()) {
      int seconds = origin.transport() == Transport.UDP ? KEEP_DATAGRAMS : KEEP_CONNECTION;
      request.receivedFrom(address, source.getPort(), keeps ? seconds : 0);
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
