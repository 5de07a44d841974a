package org.sipasync.container.routing;

import java.util.Iterator;
import java.util.regex.Pattern;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipRouteModifier;

/**
 * One application in the order of a method.
 *
 * @param subscriber {@code DAR:} and a header's name, or a URI; may be empty
 * @param route URI of a Route; may be empty
 * @param order place: lower ones come first
 * @param regex to be found in the start line or a header; null if there is none
 * @param direction requests that it gets: null for all of them
 */
record DarEntry(
    String application,
    String subscriber,
    SipApplicationRoutingRegion region,
    String route,
    SipRouteModifier modifier,
    int order,
    Pattern regex,
    Direction direction) {
  /** Origin of a request, as Restcomm's DAR files have it. */
  enum Direction {
    /** From the network. */
    INBOUND,

    /** From an application of this container. */
    OUTBOUND
  }

  /**
   * Returns true if the request is for the application.
   *
   * @throws IllegalStateException if the regular expression takes too long
   */
  boolean matches(SipServletRequest request) {
    Direction own = Senders.name(request) == null ? Direction.INBOUND : Direction.OUTBOUND;
    return (direction == null || direction == own) && (regex == null || isFoundIn(request));
  }

  /** True if both have one number, and there are requests that both may get. */
  boolean takesPlaceOf(DarEntry other) {
    boolean areApart = direction != null && other.direction != null && direction != other.direction;
    return order == other.order && !areApart;
  }

  private boolean isFoundIn(SipServletRequest request) {
    if (isFoundIn(request.getMethod() + " " + request.getRequestURI())) {
      return true;
    }
    StringBuilder headers = new StringBuilder();
    for (Iterator<String> names = request.getHeaderNames(); names.hasNext(); ) {
      String name = names.next();
      request
          .getHeaders(name)
          .forEachRemaining(value -> headers.append(name).append(": ").append(value).append('\n'));
    }
    return isFoundIn(headers.toString());
  }

  private boolean isFoundIn(String text) {
    return regex.matcher(new MeteredText(text)).find();
  }
}
