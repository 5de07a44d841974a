package org.sipasync.container.message;

import java.io.Serializable;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.Uri;

/** Way of a request to its application (JSR 289 15). */
public final class Routing {
  private final boolean initial;
  private final NameAddr poppedRoute;
  private final Step step;
  private final Chain chain;
  private SipApplicationRoutingDirective directive = SipApplicationRoutingDirective.NEW;

  /** Request that a new one goes on with; null for a request that starts anew. */
  private Routing original;

  /**
   * Answer of an application router. Immutable.
   *
   * @param region null if there is none
   * @param subscriber its URI as written; null if there is none
   * @param state what the router wants to be told the next time; null if nothing
   */
  public record Step(SipApplicationRoutingRegion region, String subscriber, Serializable state) {
    static final Step NONE = new Step(null, null, null);
  }

  /**
   * The request that began a chain of applications, as all of them see it. Immutable.
   *
   * @param poppedRoute Route that it came to this container by; null if there was none
   * @param origin where it came from; null if an application of this container has made it
   * @param length number of applications before this one
   * @param target its Request-URI as written; null if nobody needs it
   */
  public record Chain(NameAddr poppedRoute, MessageOrigin origin, int length, String target) {
    static final Chain NONE = new Chain(null, null, 0, null);
  }

  /**
   * Describes an initial request that an application router has chosen an application for.
   *
   * @param poppedRoute Route that led here; null if there is none
   * @param region null if there is none
   * @param subscriber its URI; null if there is none
   */
  public Routing(NameAddr poppedRoute, SipApplicationRoutingRegion region, String subscriber) {
    this(
        true,
        poppedRoute,
        new Step(region, subscriber, null),
        new Chain(poppedRoute, null, 0, null));
  }

  private Routing(boolean initial, NameAddr poppedRoute, Step step, Chain chain) {
    this.initial = initial;
    this.poppedRoute = poppedRoute;
    this.step = step;
    this.chain = chain;
  }

  /** Returns the routing of a new request of an application. */
  public static Routing initialRequest() {
    return new Routing(true, null, Step.NONE, Chain.NONE);
  }

  /** An initial request that goes on with a received one: a proxy's branch, the leg of a B2BUA. */
  public static Routing continuing(Routing original) {
    Routing routing = initialRequest();
    routing.directive(SipApplicationRoutingDirective.CONTINUE, original);
    return routing;
  }

  /**
   * An initial request from the network that no application has been chosen for yet.
   *
   * @param poppedRoute Route that led here; null if there is none
   * @param target its Request-URI as written; null if nobody needs it
   */
  public static Routing received(NameAddr poppedRoute, MessageOrigin origin, String target) {
    return new Routing(true, poppedRoute, Step.NONE, new Chain(poppedRoute, origin, 0, target));
  }

  /**
   * Returns the routing of a request within a dialog.
   *
   * @param poppedRoute Route that led here; null if there is none
   */
  public static Routing subsequent(NameAddr poppedRoute) {
    return new Routing(false, poppedRoute, Step.NONE, Chain.NONE);
  }

  /** This request from the network, which a router had sent away to come back (ROUTE_BACK). */
  public Routing cameBack(Step lastStep, int length) {
    Chain longer = new Chain(chain.poppedRoute, chain.origin, length, chain.target);
    Routing routing = new Routing(true, poppedRoute, lastStep, longer);
    routing.directive(SipApplicationRoutingDirective.CONTINUE, routing);
    return routing;
  }

  /**
   * This request as it leaves its application.
   *
   * @param popped Route to this container that the application has put on top; null if it has not
   * @param length applications that the chain is long if the request starts anew
   */
  public Routing sent(NameAddr popped, int length) {
    Chain next =
        original == null
            ? new Chain(popped, null, length, null)
            : new Chain(
                original.chain.poppedRoute,
                original.chain.origin,
                original.chain.length + 1,
                original.chain.target);
    Routing sent = new Routing(true, popped, Step.NONE, next);
    sent.directive(directive, original);
    return sent;
  }

  /** This request with its application chosen. */
  public Routing chosen(NameAddr popped, Step answer) {
    Routing chosen = new Routing(true, popped, answer, chain);
    chosen.directive(directive, null);
    return chosen;
  }

  public boolean initial() {
    return initial;
  }

  public NameAddr poppedRoute() {
    return poppedRoute;
  }

  public Chain chain() {
    return chain;
  }

  /** Chain of the request that this one goes on with; its own if it starts anew. */
  public Chain continuedChain() {
    return original == null ? chain : original.chain;
  }

  /** Answer of the application router that has led here. */
  public Step step() {
    return step;
  }

  /** Answer of the application router to the request that this one goes on with. */
  public Step lastStep() {
    return original == null ? Step.NONE : original.step;
  }

  /** Region that the application router has said; null if there is none. */
  public SipApplicationRoutingRegion region() {
    return step.region;
  }

  /** Returns the application router's subscriber; null if there is none. */
  public Uri subscriber() {
    try {
      return step.subscriber == null ? null : Uri.parse(step.subscriber);
    } catch (ParseException e) {
      throw new IllegalStateException("Subscriber URI cannot be read: " + e.reason());
    }
  }

  public SipApplicationRoutingDirective directive() {
    return directive;
  }

  /**
   * Sets how the router is asked when the request is sent.
   *
   * @param from request that it goes on with; null for NEW
   */
  void directive(SipApplicationRoutingDirective newDirective, Routing from) {
    directive = newDirective;
    original = newDirective == SipApplicationRoutingDirective.NEW ? null : from;
  }
}
