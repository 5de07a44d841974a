package org.sipasync.container.routing;

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
 * @param regex to be found in the start line; null if there is none
 */
record DarEntry(
    String application,
    String subscriber,
    SipApplicationRoutingRegion region,
    String route,
    SipRouteModifier modifier,
    int order,
    Pattern regex) {
  /**
   * Returns true if the request is for the application.
   *
   * @throws IllegalStateException if the regular expression takes too long
   */
  boolean matches(SipServletRequest request) {
    return regex == null
        || regex
            .matcher(new MeteredText(request.getMethod() + " " + request.getRequestURI()))
            .find();
  }
}
