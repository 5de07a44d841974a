package org.sipasync.payara.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Connection of a WebSocket, as its HTTP request shows it and Jakarta WebSocket does not.
 *
 * @param isSecure true if it came by HTTPS
 * @param local address of the HTTP listener
 * @param remote address of the client, or of a reverse proxy
 * @param guard guard of the connection that it becomes
 */
record Handshake(
    boolean isSecure, InetSocketAddress local, InetSocketAddress remote, ConnectionGuard guard) {
  /** Handshake that the calling thread is in. */
  private static final ThreadLocal<Handshake> CURRENT = new ThreadLocal<>();

  /** The servlet API gives addresses as text: nothing is looked up. */
  static Handshake of(HttpServletRequest request, ConnectionGuard guard)
      throws UnknownHostException {
    return new Handshake(
        request.isSecure(),
        new InetSocketAddress(
            InetAddress.getByName(request.getLocalAddr()), request.getLocalPort()),
        new InetSocketAddress(
            InetAddress.getByName(request.getRemoteAddr()), request.getRemotePort()),
        guard);
  }

  /** Step of a handshake, on the request's thread. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /** Runs a step in which {@link #current} returns this handshake. */
  void during(Step step) throws Exception {
    CURRENT.set(this);
    try {
      step.run();
    } finally {
      CURRENT.remove();
    }
  }

  static Handshake current() {
    return CURRENT.get();
  }
}
