package org.sipasync.container.dispatch;

import org.sipasync.container.message.Sips;
import org.sipasync.container.routing.Home;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;

/** Next hop of a request: its top Route, else its Request-URI (RFC 3261 8.1.2). */
final class NextHop {
  private NextHop() {}

  /** True if it is this container. */
  static boolean isHere(SipRequest request, Home home) {
    SipUri uri = of(request);
    return uri != null && home.isOwn(uri);
  }

  /** Returns the next hop, a sips URI if the Request-URI is one; null if it is no SIP URI. */
  static SipUri of(SipRequest request) {
    try {
      NameAddr route = request.get(Headers.ROUTE);
      Uri uri = route == null ? request.uri() : route.uri();
      return (Sips.isRequested(request) ? Sips.secure(uri) : uri) instanceof SipUri sip
          ? sip
          : null;
    } catch (ParseException e) {
      return null;
    }
  }
}
