package org.sipasync.sip.transport;

import java.net.InetSocketAddress;
import java.util.Locale;
import org.sipasync.sip.message.SipUri;

/**
 * SIP URIs of WebSocket clients, which have no address of their own: their host is a name, mostly
 * under {@code .invalid}, that leads to the client's connection and is never looked up (RFC 7118
 * 5.3 and appendix A.1, RFC 6761 6.4).
 */
public final class ClientUris {
  private static final String INVALID = ".invalid";

  private ClientUris() {}

  /** Returns true if a URI leads to the client that has named its host. */
  public static boolean isClient(SipUri uri) {
    String transport = uri.parameter("transport");
    return uri.host().toLowerCase(Locale.ROOT).endsWith(INVALID)
        || transport != null
            && (transport.equalsIgnoreCase("ws") || transport.equalsIgnoreCase("wss"));
  }

  /** Returns the host and port of a client's URI, unresolved; port 0 if it has none. */
  public static InetSocketAddress host(SipUri uri) {
    String host = uri.host().toLowerCase(Locale.ROOT);
    return InetSocketAddress.createUnresolved(host, Math.max(0, uri.port()));
  }
}
