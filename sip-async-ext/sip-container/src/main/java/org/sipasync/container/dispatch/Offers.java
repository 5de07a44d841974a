package org.sipasync.container.dispatch;

import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipRequest;

/** Session descriptions in messages (RFC 3264), as far as RFC 3261 14 and RFC 3311 need them. */
final class Offers {
  private Offers() {}

  /** True if a message describes a session: application/sdp, alone or among others. */
  static boolean isIn(SipMessage message) {
    String type = message.bodyLength() == 0 ? null : message.header(HeaderName.CONTENT_TYPE);
    return type != null
        && (type.regionMatches(true, 0, "application/sdp", 0, 15)
            || type.regionMatches(true, 0, "multipart/", 0, 10));
  }

  /** True if a request makes an offer that its response answers. */
  static boolean isMadeBy(SipRequest request) {
    Method method = request.method();
    boolean may = method == Method.INVITE || method == Method.UPDATE || method == Method.PRACK;
    return may && isIn(request);
  }
}
