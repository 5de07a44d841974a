package org.sipasync.container.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/** Refusals of a proxy before it forwards anything (RFC 3261 16.3, RFC 5393). */
public final class ProxyChecks {
  private ProxyChecks() {}

  /**
   * Returns the refusal of a request that has one target only; null if it may be forwarded.
   *
   * @param supported option tags that it may require
   */
  public static SipResponse refusal(SipRequest received, Set<String> supported) {
    return refusal(received, Breadth.of(received), supported);
  }

  /** Returns the refusal; null if the request may be forwarded. */
  static SipResponse refusal(SipRequest received, Breadth breadth, Set<String> supported) {
    try {
      if (breadth.isExhausted()) {
        return received.response(440, "Max-Breadth Exceeded");
      }
      return unsupported(received, supported);
    } catch (ParseException e) {
      return received.response(400, e.reason());
    }
  }

  private static SipResponse unsupported(SipRequest received, Set<String> supported)
      throws ParseException {
    List<String> unknown = new ArrayList<>(0);
    for (String tag : received.list(Headers.PROXY_REQUIRE)) {
      if (!supported.contains(tag)) {
        unknown.add(tag);
      }
    }
    if (unknown.isEmpty()) {
      return null;
    }
    SipResponse response = received.response(420);
    response.set(HeaderName.UNSUPPORTED, String.join(", ", unknown));
    return response;
  }
}
