package org.sipasync.container.routing;

import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.URI;
import org.sipasync.sip.message.SipUri;

/** Sender and destination of a request that a router is asked about. */
final class Senders {
  private Senders() {}

  /** Name of the application that sends it; null if it comes from the network. */
  static String name(SipServletRequest request) {
    SipApplicationSession sender = request.getApplicationSession(false);
    return sender == null ? null : sender.getApplicationName();
  }

  /**
   * True if the request is for this container: by a Route of its own on top, which has been popped,
   * or by its Request-URI and no Route.
   */
  static boolean staysHere(SipServletRequest request, Home home) {
    if (request.getPoppedRoute() != null) {
      return true;
    }
    URI uri = request.getRequestURI();
    return request.getHeader("Route") == null
        && uri instanceof SipURI sip
        && home.isOwn(SipUri.of(null, sip.getHost(), sip.getPort()));
  }
}
