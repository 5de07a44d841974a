package org.sipasync.container.dispatch;

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
    try {
      NameAddr route = request.get(Headers.ROUTE);
      Uri uri = route == null ? request.uri() : route.uri();
      return uri instanceof SipUri sip && home.isOwn(sip);
    } catch (ParseException e) {
      return false;
    }
  }
}
