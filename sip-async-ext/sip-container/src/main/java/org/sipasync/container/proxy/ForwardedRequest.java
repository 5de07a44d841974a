package org.sipasync.container.proxy;

import java.util.ArrayList;
import java.util.List;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;

/** Copies of a request for its targets (RFC 3261 16.6 items 1 to 6). */
final class ForwardedRequest {
  private static final int MAX_FORWARDS = 70;
  static final HeaderName MAX_BREADTH = Headers.MAX_BREADTH.name();

  private ForwardedRequest() {}

  /** Makes a copy with another Request-URI and one hop less to go. */
  static SipRequest of(SipRequest received, Uri target) {
    SipRequest copy = received.copy();
    copy.uri(target instanceof SipUri sip ? sip.withoutHeaders().without("method") : target);
    copy.set(HeaderName.MAX_FORWARDS, hopsLeft(received));
    return copy;
  }

  private static int hopsLeft(SipRequest received) {
    try {
      return received.nextMaxForwards();
    } catch (ParseException e) {
      return MAX_FORWARDS;
    }
  }

  /**
   * Makes the Request-URI a sip URI: a request that did not ask for TLS on every hop does not ask
   * for it further on, although it goes to a sips target by TLS (RFC 5630 5.3).
   */
  static void withoutSips(SipRequest request) {
    try {
      if (request.uri() instanceof SipUri uri && uri.secure()) {
        request.uri(uri.withSecure(false));
      }
    } catch (ParseException e) {
      throw new IllegalStateException("The container has written this Request-URI", e);
    }
  }

  /**
   * Changes a request whose first Route is a strict router's: that becomes the Request-URI, which
   * becomes the last Route (16.6 item 6).
   */
  static void postprocess(SipRequest request) throws ParseException {
    NameAddr first = request.get(Headers.ROUTE);
    if (first == null || !(first.uri() instanceof SipUri router) || router.loose()) {
      return;
    }
    List<NameAddr> routes = new ArrayList<>(request.list(Headers.ROUTE));
    routes.remove(0);
    routes.add(new NameAddr(request.uri()));
    request.remove(HeaderName.ROUTE);
    for (NameAddr route : routes) {
      request.add(HeaderName.ROUTE, route);
    }
    request.uri(router.withoutHeaders());
  }
}
