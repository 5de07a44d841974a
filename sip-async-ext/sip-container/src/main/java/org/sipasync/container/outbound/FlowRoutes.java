package org.sipasync.container.outbound;

import java.util.Locale;
import java.util.function.Predicate;
import org.sipasync.container.message.Routing;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;
import org.sipasync.sip.transport.Transport;

/** Rules for requests that go by a flow instead of to their next hop (RFC 5626 5.3). */
public final class FlowRoutes {
  /** Parameter of a Record-Route that has the token of its side's flow. */
  public static final String PARAMETER = "flow";

  private FlowRoutes() {}

  /** Token in a URI of ours: its user, or a parameter of a Record-Route; null if there is none. */
  public static String token(Uri own) {
    if (!(own instanceof SipUri uri)) {
      return null;
    }
    if (FlowTokens.isToken(uri.user())) {
      return uri.user();
    }
    String parameter = uri.parameter(PARAMETER);
    return FlowTokens.isToken(parameter) ? parameter : null;
  }

  /**
   * Token of the flow that a request to be sent goes by: that of its top Route, if that is ours, or
   * that of the Route which brought an initial one here, if it goes on to the same target. Null for
   * none.
   *
   * @param isOwn true if a URI leads here
   */
  public static String token(SipRequest request, Routing routing, Predicate<SipUri> isOwn) {
    try {
      NameAddr top = request.get(Headers.ROUTE);
      if (top != null) {
        return top.uri() instanceof SipUri uri && isOwn.test(uri) ? token(uri) : null;
      }
    } catch (ParseException e) {
      return null;
    }
    Routing.Chain chain = routing.continuedChain();
    NameAddr popped = chain.poppedRoute();
    return popped != null && request.uriText().equals(chain.target()) ? token(popped.uri()) : null;
  }

  /**
   * True if a peer can only be reached by the flow that its messages come by: it says so by the
   * parameter ob or a name that does not exist, or is a browser.
   *
   * @param contact its URI; null if it has none
   */
  public static boolean isBound(Transport transport, Uri contact) {
    if (isOpenedByPeersOnly(transport)) {
      return true;
    }
    return contact instanceof SipUri uri
        && (uri.parameter("ob") != null
            || uri.host().toLowerCase(Locale.ROOT).endsWith(".invalid"));
  }

  /** True if nobody can open a connection to a peer of this transport. */
  public static boolean isOpenedByPeersOnly(Transport transport) {
    return transport.isWebSocket();
  }

  /** Contact of a request; null if it has none that can be read. */
  public static Uri contact(SipRequest request) {
    try {
      NameAddr contact = request.has(HeaderName.CONTACT) ? request.get(Headers.CONTACT) : null;
      return contact == null ? null : contact.uri();
    } catch (ParseException e) {
      return null;
    }
  }
}
