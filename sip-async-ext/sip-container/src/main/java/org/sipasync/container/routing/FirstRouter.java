package org.sipasync.container.routing;

import java.io.Serializable;
import java.util.Collection;
import java.util.function.Supplier;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipTargetedRequestInfo;
import org.sipasync.container.message.RequestFacade;

/**
 * Application router of a container without a DAR file. A request from the network goes to the
 * first application by name that has a handler for it; what an application sends goes to the
 * network, unless it is sent to this container itself. So applications are never put into each
 * other's calls without being asked. Thread-safe.
 */
public final class FirstRouter extends PlainRouter {
  private static final SipApplicationRouterInfo NOBODY = new CheckedAnswer(null, null, null);

  private final Supplier<Collection<RoutedApplication>> applications;
  private final Home home;

  /**
   * Creates a router.
   *
   * @param applications in the order of their names
   */
  public FirstRouter(Supplier<Collection<RoutedApplication>> applications, Home home) {
    this.applications = applications;
    this.home = home;
  }

  @Override
  public SipApplicationRouterInfo getNextApplication(
      SipServletRequest request,
      SipApplicationRoutingRegion region,
      SipApplicationRoutingDirective directive,
      SipTargetedRequestInfo target,
      Serializable state) {
    if (target != null) {
      return chosen(target.getApplicationName(), request);
    }
    boolean sentAway = Senders.name(request) != null && !Senders.staysHere(request, home);
    RoutedApplication first = sentAway ? null : first(request);
    return first == null ? NOBODY : chosen(first.name(), request);
  }

  private RoutedApplication first(SipServletRequest request) {
    Collection<RoutedApplication> all = applications.get();
    for (RoutedApplication each : all) {
      if (all.size() == 1 || each.handles(request)) {
        return each;
      }
    }
    return all.isEmpty() ? null : all.iterator().next(); // it says 404, 405 or 501
  }

  /** The subscriber is who is called: read as text, because few applications ask for it. */
  private static SipApplicationRouterInfo chosen(String name, SipServletRequest request) {
    String called = ((RequestFacade) request).message().toUriText();
    return new CheckedAnswer(name, SipApplicationRoutingRegion.TERMINATING_REGION, called);
  }
}
