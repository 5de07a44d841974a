package org.sipasync.container.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sipasync.container.message.Sips;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Via;
import org.sipasync.sip.transaction.ServerTransaction;

/** Refusals of a UAS before anybody sees the request (RFC 3261 8.2.2). */
final class RequestChecks {
  private RequestChecks() {}

  /**
   * The refusal; null if the request may go on. A request that comes by another way a second time
   * is refused, but for one that has come by here: a proxy has sent it on to another target.
   */
  static SipResponse refusal(SipRequest request, ServerTransaction transaction, Contacts contacts) {
    try {
      if (Sips.isRequested(request) && !Sips.isSecure(transaction.flow())) {
        return insecure(request, contacts);
      }
      return transaction.isMerged() && !hasComeByHere(request, contacts)
          ? request.response(482)
          : null;
    } catch (ParseException e) {
      return request.response(400, e.reason());
    }
  }

  /** A sips Request-URI that came over no TLS: RFC 5630 5.1.2, or 416 where there is no TLS. */
  private static SipResponse insecure(SipRequest request, Contacts contacts) {
    return contacts.hasTls()
        ? Sips.notAllowed(request, contacts.defaultContact().host())
        : request.response(416);
  }

  private static boolean hasComeByHere(SipRequest request, Contacts contacts)
      throws ParseException {
    for (Via via : request.list(Headers.VIA)) {
      if (contacts.isOwn(SipUri.of(null, via.host(), via.port()))) {
        return true;
      }
    }
    return false;
  }

  /** 420 for what Require asks for and nobody here knows; null if there is nothing. */
  static SipResponse unsupported(SipRequest request, Set<String> known) {
    if (!request.has(HeaderName.REQUIRE)) {
      return null;
    }
    List<String> unknown = new ArrayList<>(0);
    try {
      for (String tag : request.list(Headers.REQUIRE)) {
        if (!known.contains(tag)) {
          unknown.add(tag);
        }
      }
    } catch (ParseException e) {
      return request.response(400, e.reason());
    }
    if (unknown.isEmpty()) {
      return null;
    }
    SipResponse response = request.response(420);
    response.set(HeaderName.UNSUPPORTED, String.join(", ", unknown));
    return response;
  }
}
