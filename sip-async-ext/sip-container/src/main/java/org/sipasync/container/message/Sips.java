package org.sipasync.container.message;

import java.util.List;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.HeaderType;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;
import org.sipasync.sip.transport.Flow;

/** Requests that ask for TLS on every hop, by the scheme sips (RFC 5630, RFC 3261 26.2.2). */
public final class Sips {
  private Sips() {}

  /** True for a sips URI. */
  public static boolean is(Uri uri) {
    return uri instanceof SipUri sip && sip.secure();
  }

  /** True if nobody can read what comes or goes by a flow. */
  public static boolean isSecure(Flow flow) {
    return flow.isLoopback() || MessageOrigin.of(flow).secure();
  }

  /** True if the Request-URI of a request is a sips URI. */
  public static boolean isRequested(SipRequest request) {
    return request.uriText().regionMatches(true, 0, "sips:", 0, 5);
  }

  /**
   * True if Contact or Record-Route of a request that is sent has to be a sips URI (RFC 3261
   * 8.1.1.8, 16.6).
   */
  public static boolean isAddressed(SipRequest request) {
    return isRequested(request) || isFirst(request, Headers.ROUTE);
  }

  /** True if the Contact of a response to a request has to be a sips URI (RFC 3261 12.1.1). */
  public static boolean isToBeAnswered(SipRequest request) {
    boolean isProxied = request.has(HeaderName.RECORD_ROUTE);
    return isRequested(request)
        || isFirst(request, isProxied ? Headers.RECORD_ROUTE : Headers.CONTACT);
  }

  private static boolean isFirst(SipRequest request, HeaderType<NameAddr> header) {
    try {
      NameAddr first = request.has(header.name()) ? request.get(header) : null;
      return first != null && !first.star() && is(first.uri());
    } catch (ParseException e) {
      return false;
    }
  }

  /** Makes the Routes of a request sips URIs if its Request-URI is one (RFC 5630 5.1.1). */
  public static void secureRoutes(SipRequest request) throws ParseException {
    if (!isRequested(request) || !request.has(HeaderName.ROUTE)) {
      return;
    }
    List<NameAddr> routes = request.list(Headers.ROUTE);
    request.remove(HeaderName.ROUTE);
    for (NameAddr route : routes) {
      request.add(HeaderName.ROUTE, secure(route));
    }
  }

  /** Returns a Route with a sips URI instead of a sip URI. */
  public static NameAddr secure(NameAddr route) {
    return new NameAddr(route.displayName(), secure(route.uri()), route.parameters());
  }

  /** Returns a sips URI for a sip URI, and any other one as it is. */
  public static Uri secure(Uri uri) {
    return uri instanceof SipUri sip && !sip.secure() ? sip.withSecure(true) : uri;
  }

  /**
   * Refuses a request that asks for TLS on every hop where one has none (RFC 5630 5.1.2, 5.3).
   *
   * @param host that warns
   */
  public static SipResponse notAllowed(SipRequest request, String host) {
    SipResponse response = request.response(480);
    response.set(HeaderName.WARNING, "380 " + host + " \"SIPS Not Allowed\"");
    return response;
  }
}
