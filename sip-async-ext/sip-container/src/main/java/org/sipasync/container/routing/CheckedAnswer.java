package org.sipasync.container.routing;

import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipRouteModifier;

/** Answer of a router of ours, without a route, whose subscriber need not be checked again. */
final class CheckedAnswer extends SipApplicationRouterInfo {
  CheckedAnswer(String application, SipApplicationRoutingRegion region, String subscriber) {
    super(application, region, subscriber, null, SipRouteModifier.NO_ROUTE, null);
  }
}
