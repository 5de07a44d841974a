package org.sipasync.container.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipRouteModifier;
import javax.servlet.sip.ar.SipTargetedRequestInfo;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.ReadOnlyContext;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.Routing;
import org.sipasync.container.message.Routing.Step;
import org.sipasync.container.routing.Selection.Away;
import org.sipasync.container.routing.Selection.Next;
import org.sipasync.container.routing.Selection.Refused;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;
import org.sipasync.support.Failures;

/**
 * Application selection process (JSR 289 15.4.1): asks the router, and takes its answer apart. An
 * answer that cannot be used is a 500 and one line in the log. Thread-safe; runs where the request
 * is handled or sent, on a container thread, and never on a loop.
 *
 * <pre>
 *   directive, region, state ──▶ router ──▶ modifier ROUTE, external ──▶ Away(routes)
 *                                  │        modifier ROUTE_BACK ──▶ Away(routes, sealed own route)
 *                                  │        application named ──▶ Next(application, routing)
 *                                  │        no application ──▶ Away
 *                                  └─ throws, null, unknown name ──▶ Refused(500)
 * </pre>
 */
public final class ApplicationSelection {
  private static final String REFUSAL = "An application router must not change or answer a request";

  /** Applications that one request may pass in this container; more of them are a loop. */
  static final int MAX_CHAIN = 20;

  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Routers routers;
  private final Home home;
  private final RouteSeal seal;
  private final RouterFaults faults;
  private final LongSupplier nanoTime;

  /**
   * Question to the router.
   *
   * @param message request as it is or leaves; not changed
   * @param origin null if an application sends it
   * @param sender application session of who sends it; null if it comes from the network
   * @param target null if the request is not targeted (JSR 289 15.11)
   */
  public record Question(
      SipRequest message,
      Routing routing,
      MessageOrigin origin,
      SipApplicationSession sender,
      SipTargetedRequestInfo target) {}

  /**
   * Creates the process.
   *
   * @param clock milliseconds since 1970
   * @param nanoTime as {@link System#nanoTime}
   */
  public ApplicationSelection(
      Routers routers, Home home, RouterFaults faults, LongSupplier clock, LongSupplier nanoTime) {
    this.routers = routers;
    this.home = home;
    this.seal = new RouteSeal(clock);
    this.faults = faults;
    this.nanoTime = nanoTime;
  }

  /** Deployed application of a name; null if there is none. */
  public RoutedApplication application(String name) {
    return routers.find(name);
  }

  /**
   * Routing of an initial request from the network, before the router is asked. One that the router
   * has sent away to come back goes on where it was.
   *
   * @param popped Route that led here; null if there is none
   * @param message without that Route
   */
  public Routing received(NameAddr popped, MessageOrigin origin, SipRequest message) {
    if (popped == null) {
      return Routing.received(null, origin, null);
    }
    String token = RouteSeal.token(popped);
    if (token == null) {
      return Routing.received(popped, origin, message.uriText());
    }
    Routing routing = Routing.received(RouteSeal.without(popped), origin, message.uriText());
    RouteSeal.Content content = seal.open(token, routers.current().loader());
    return content == null ? routing : routing.cameBack(content.step(), content.length());
  }

  /** Asks the router where a request goes. */
  public Selection select(Question question) {
    if (question.routing.chain().length() >= MAX_CHAIN) {
      faults.onFault(
          "chain",
          "a "
              + question.message.method()
              + " request has passed "
              + MAX_CHAIN
              + " applications and is answered 482: the router may lead it in a circle");
      return new Refused(482);
    }
    SipApplicationRouterInfo answer = ask(question);
    if (answer == null) {
      return new Refused(500);
    }
    try {
      return taken(answer, question);
    } catch (ParseException e) {
      fault("uri", "has returned a route or subscriber that is no SIP URI: " + e.reason());
      return new Refused(500);
    }
  }

  private SipApplicationRouterInfo ask(Question question) {
    RequestFacade view =
        new RequestFacade(
            question.message,
            new ReadOnlyContext(question.sender, REFUSAL),
            question.origin,
            question.routing);
    view.commit();
    Step last = question.routing.lastStep();
    long began = nanoTime.getAsLong();
    try {
      SipApplicationRouterInfo answer =
          routers
              .current()
              .call(
                  router ->
                      router.getNextApplication(
                          view,
                          last.region(),
                          question.routing.directive(),
                          question.target,
                          last.state()));
      if (answer == null) {
        fault("null", "has returned null");
      }
      return answer;
    } catch (Exception | LinkageError | StackOverflowError e) {
      fault(e.getClass().getName(), "has thrown " + Failures.describe(e));
      return null;
    } finally {
      noteTime(nanoTime.getAsLong() - began);
    }
  }

  private void noteTime(long nanos) {
    if (nanos > SLOW_NANOS) {
      long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
      fault("slow", "took " + millis + " ms, which each new request waits for");
    }
  }

  private void fault(String kind, String what) {
    String name = routers.current().router().getClass().getName();
    faults.onFault(kind, "application router " + name + " " + what);
  }

  private Selection taken(SipApplicationRouterInfo answer, Question question)
      throws ParseException {
    List<NameAddr> routes = routes(answer);
    if (routes == null) {
      fault("routes", "has returned " + answer.getRouteModifier() + " without a route");
      return new Refused(500);
    }
    Routing routing = question.routing;
    Step step = new Step(answer.getRoutingRegion(), subscriber(answer), answer.getStateInfo());
    if (answer.getRouteModifier() == SipRouteModifier.ROUTE_BACK) {
      return sentToComeBack(routes, step, routing);
    }
    NameAddr popped = routing.poppedRoute();
    if (!routes.isEmpty()) {
      if (!isOwn(routes.get(0))) {
        return new Away(routes);
      }
      popped = routes.get(0);
    }
    return next(answer.getNextApplicationName(), routing.chosen(popped, step));
  }

  /** Subscriber as written, once it can be read; null if there is none. */
  private static String subscriber(SipApplicationRouterInfo answer) throws ParseException {
    String subscriber = answer.getSubscriberURI();
    if (subscriber == null || subscriber.isEmpty()) {
      return null;
    }
    if (!(answer instanceof CheckedAnswer)) {
      Uri.parse(subscriber);
    }
    return subscriber;
  }

  /** Routes that the modifier makes valid; null if it needs one and there is none. */
  private static List<NameAddr> routes(SipApplicationRouterInfo answer) throws ParseException {
    SipRouteModifier modifier = answer.getRouteModifier();
    if (modifier == null || modifier == SipRouteModifier.NO_ROUTE) {
      return List.of();
    }
    List<NameAddr> routes = new ArrayList<>();
    String[] texts = Objects.requireNonNullElse(answer.getRoutes(), new String[0]);
    for (String text : texts) {
      NameAddr route = NameAddr.parse(text);
      if (!(route.uri() instanceof SipUri uri)) {
        throw new ParseException(500, "Route " + text);
      }
      routes.add(uri.loose() ? route : new NameAddr(uri.with("lr", null)));
    }
    return routes.isEmpty() ? null : routes;
  }

  private boolean isOwn(NameAddr route) {
    return route.uri() instanceof SipUri uri && home.isOwn(uri);
  }

  private Selection sentToComeBack(List<NameAddr> routes, Step step, Routing routing) {
    String token = seal.seal(step, routing.chain().length() + 1);
    if (token == null) {
      fault("state", "has returned ROUTE_BACK with a state that is too large or not serialisable");
      return new Refused(500);
    }
    List<NameAddr> all = new ArrayList<>(routes);
    all.add(RouteSeal.route(home.defaultContact(), token));
    return new Away(all);
  }

  private Selection next(String name, Routing routing) {
    if (name == null) {
      return Away.AS_IT_IS;
    }
    RoutedApplication application = routers.find(name);
    if (application == null) {
      String deployed = String.join(", ", routers.names());
      fault("unknown", "has named \"" + name + "\", which is not deployed (" + deployed + " are)");
      return new Refused(500);
    }
    return new Next(application, routing);
  }
}
