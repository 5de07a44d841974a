package org.sipasync.container.dispatch;

import javax.servlet.sip.ar.SipTargetedRequestInfo;
import javax.servlet.sip.ar.SipTargetedRequestType;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Sessions;
import org.sipasync.sip.message.HeaderType;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.Valued;

/** Finds the application sessions that initial requests are targeted at (JSR 289 15.11). */
final class Targeting {
  private final Sessions sessions;

  Targeting(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Application session that a request is targeted at, and how. */
  record Target(AppSession session, SipTargetedRequestType type) {}

  /**
   * Finds the target: by an encoded URI, then by Replaces, then by Join.
   *
   * @param popped Route that led here; null if there is none
   * @return null if the request is not targeted
   * @throws ParseException if the Request-URI cannot be read
   */
  Target find(SipRequest request, NameAddr popped) throws ParseException {
    AppSession encoded = null;
    if (Sessions.mayBeEncoded(request.uriText())) {
      encoded = sessions.encodedIn(request.uri());
    }
    if (encoded == null && popped != null) {
      encoded = sessions.encodedIn(popped.uri());
    }
    if (encoded != null) {
      return new Target(encoded, SipTargetedRequestType.ENCODED_URI);
    }
    Target replaced = named(request, Headers.REPLACES, SipTargetedRequestType.REPLACES);
    return replaced != null ? replaced : named(request, Headers.JOIN, SipTargetedRequestType.JOIN);
  }

  private Target named(SipRequest request, HeaderType<Valued> header, SipTargetedRequestType type) {
    DialogSession found = sessions.named(request, header);
    return found == null ? null : new Target(found.getApplicationSession(), type);
  }

  /** Returns the description of a target for the router; null for null. */
  static SipTargetedRequestInfo info(Target target) {
    return target == null
        ? null
        : new SipTargetedRequestInfo(target.type, target.session.getApplicationName());
  }
}
