package org.sipasync.container.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.ServerTransaction;

/** Refusals of a UAS before anybody sees the request (RFC 3261 8.2.2). */
final class RequestChecks {
  private RequestChecks() {}

  /**
   * The refusal; null if the request may go on. A request that a proxy of ours sends to another
   * application is the same one once more, and not merged.
   */
  static SipResponse refusal(SipRequest request, ServerTransaction transaction, Set<String> known) {
    try {
      if (transaction.isMerged() && !transaction.flow().isLoopback()) {
        return request.response(482);
      }
      return request.toTag() == null ? unsupported(request, known) : null;
    } catch (ParseException e) {
      return request.response(400, e.reason());
    }
  }

  /** 420 for what Require asks for and nobody here knows. */
  private static SipResponse unsupported(SipRequest request, Set<String> known)
      throws ParseException {
    List<String> unknown = new ArrayList<>(0);
    for (String tag : request.list(Headers.REQUIRE)) {
      if (!known.contains(tag)) {
        unknown.add(tag);
      }
    }
    if (unknown.isEmpty()) {
      return null;
    }
    SipResponse response = request.response(420);
    response.set(HeaderName.UNSUPPORTED, String.join(", ", unknown));
    return response;
  }
}
