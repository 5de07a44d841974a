package org.sipasync.container.message;

import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.Uri;

/** Routing of a request to its application. */
public final class Routing {
  private final boolean initial;
  private final NameAddr poppedRoute;
  private final SipApplicationRoutingRegion region;
  private final Uri subscriber;
  private SipApplicationRoutingDirective directive = SipApplicationRoutingDirective.NEW;

  /**
   * Describes an initial request that an application router has chosen an application for.
   *
   * @param poppedRoute Route that led here; null if there is none
   * @param region null if there is none
   * @param subscriber null if there is none
   */
  public Routing(NameAddr poppedRoute, SipApplicationRoutingRegion region, Uri subscriber) {
    this(true, poppedRoute, region, subscriber);
  }

  private Routing(
      boolean initial, NameAddr poppedRoute, SipApplicationRoutingRegion region, Uri subscriber) {
    this.initial = initial;
    this.poppedRoute = poppedRoute;
    this.region = region;
    this.subscriber = subscriber;
  }

  /** Returns the routing of a new request of an application. */
  public static Routing initialRequest() {
    return new Routing(true, null, null, null);
  }

  /**
   * Returns the routing of a request within a dialog.
   *
   * @param poppedRoute Route that led here; null if there is none
   */
  public static Routing subsequent(NameAddr poppedRoute) {
    return new Routing(false, poppedRoute, null, null);
  }

  boolean initial() {
    return initial;
  }

  NameAddr poppedRoute() {
    return poppedRoute;
  }

  /** Returns the application router's region; null if there is none. */
  public SipApplicationRoutingRegion region() {
    return region;
  }

  /** Returns the application router's subscriber; null if there is none. */
  public Uri subscriber() {
    return subscriber;
  }

  SipApplicationRoutingDirective directive() {
    return directive;
  }

  void directive(SipApplicationRoutingDirective newDirective) {
    directive = newDirective;
  }
}
