package org.sipasync.container.dispatch;

import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;

/** Top Route of a received request, if it leads here. */
final class OwnRoute {
  private OwnRoute() {}

  /** Removes and returns it; null if there is none. */
  static NameAddr pop(SipRequest request, Contacts contacts) throws ParseException {
    NameAddr top = request.get(Headers.ROUTE);
    if (top == null || !(top.uri() instanceof SipUri uri) || !contacts.isOwn(uri)) {
      return null;
    }
    request.removeFirst(Headers.ROUTE);
    return top;
  }
}
