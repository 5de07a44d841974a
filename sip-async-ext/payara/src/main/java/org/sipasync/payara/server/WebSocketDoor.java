package org.sipasync.payara.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.sipasync.sip.transport.WebSocketChannel;
import org.sipasync.sip.transport.WebSocketInput;

/** Door of the SIP server for the WebSockets that its HTTP server accepts. Thread-safe. */
public interface WebSocketDoor {
  /** True if one more WebSocket of an address may be opened. */
  boolean hasPlace(InetAddress remote);

  /**
   * Takes in an open WebSocket.
   *
   * @param local address of the HTTP listener
   * @return what takes its messages; null if there are too many, and it is to be closed
   */
  WebSocketInput open(
      boolean isSecure,
      InetSocketAddress local,
      InetSocketAddress remote,
      WebSocketChannel channel);
}
