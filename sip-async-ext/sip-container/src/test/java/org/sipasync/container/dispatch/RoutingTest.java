package org.sipasync.container.dispatch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipRouteModifier;
import javax.servlet.sip.ar.SipTargetedRequestType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.container.dispatch.TestRouter.Asked;
import org.sipasync.container.routing.FirstRouter;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;

/** Questions to the application router, and the effect of its answers (JSR 289 15.4). */
@Tag("289-15.4.1")
class RoutingTest {
  private static final SipApplicationRoutingRegion ORIGINATING =
      SipApplicationRoutingRegion.ORIGINATING_REGION;

  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final BackToBack first = new BackToBack(test, "a");
  private final BackToBack second = new BackToBack(test, "b");
  private final List<Asked> asked = new ArrayList<>();

  @AfterEach
  void close() {
    test.close();
  }

  /** Notes what is asked before a decision. */
  private void decide(TestRouter.Decision decision) {
    test.router =
        question -> {
          asked.add(question);
          return decision.answer(question);
        };
  }

  private static SipApplicationRouterInfo route(
      String application, SipRouteModifier modifier, String... routes) {
    return new SipApplicationRouterInfo(
        application, ORIGINATING, "sip:subscriber@h", routes, modifier, "state");
  }

  private void options(String... headers) {
    test.receive(TestContainer.request("OPTIONS", "sip:bob@desk", "o", 1, "", headers));
  }

  @Test
  void directiveRegionAndStateGoAlong() {
    decide(
        question ->
            question.state() == null ? route("a", SipRouteModifier.NO_ROUTE) : TestRouter.to(null));
    options();
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0).directive()).isEqualTo(SipApplicationRoutingDirective.NEW);
    assertThat(asked.get(0).region()).isNull();
    assertThat(asked.get(0).state()).isNull();
    assertThat(asked.get(1).directive()).isEqualTo(SipApplicationRoutingDirective.CONTINUE);
    assertThat(asked.get(1).region()).isEqualTo(ORIGINATING);
    assertThat(asked.get(1).state()).isEqualTo("state");
    SipServletRequest received = first.received.get(0);
    assertThat(received.getRegion()).isEqualTo(ORIGINATING);
    assertThat(received.getSubscriberURI()).hasToString("sip:subscriber@h");
    assertThat(received.getSession().getRegion()).isEqualTo(ORIGINATING);
    assertThat(received.getSession().getSubscriberURI()).hasToString("sip:subscriber@h");
  }

  @Test
  void reverseAndNew() {
    decide(
        question ->
            question.request().getApplicationSession(false) == null
                ? route("a", SipRouteModifier.NO_ROUTE)
                : TestRouter.to(null));
    first.directive = SipApplicationRoutingDirective.REVERSE;
    options();
    assertThat(asked.get(1).directive()).isEqualTo(SipApplicationRoutingDirective.REVERSE);
    assertThat(asked.get(1).state()).isEqualTo("state");
    first.directive = SipApplicationRoutingDirective.NEW;
    test.receive(TestContainer.request("OPTIONS", "sip:bob@desk", "o2", 2, ""));
    assertThat(asked.get(3).directive()).isEqualTo(SipApplicationRoutingDirective.NEW);
    assertThat(asked.get(3).region()).isNull();
    assertThat(asked.get(3).state()).isNull();
  }

  @Test
  void routerSeesTheRequestAndMustNotTouchIt() {
    decide(
        question -> {
          SipServletRequest request = question.request();
          assertThat(request.getFrom().getURI()).hasToString("sip:alice@192.0.2.2");
          assertThat(request.getRemoteAddr()).isEqualTo("192.0.2.2");
          assertThat(request.isInitial()).isTrue();
          assertThatThrownBy(() -> request.setHeader("X", "y"))
              .isInstanceOf(IllegalStateException.class);
          assertThatThrownBy(() -> request.createResponse(200).send())
              .isInstanceOf(IllegalStateException.class);
          assertThatThrownBy(request::createCancel).isInstanceOf(IllegalStateException.class);
          return TestRouter.to("app");
        });
    test.answerAll(200);
    options();
    assertThat(flow.take()).containsExactly("200 OK OPTIONS");
  }

  @Test
  @Tag("C-G9")
  void routerThatThrows() {
    decide(
        question -> {
          throw new IllegalStateException("no\r\ndatabase");
        });
    options();
    assertThat(flow.take()).containsExactly("500 Server Internal Error OPTIONS");
    assertThat(test.log).hasSize(1);
    assertThat(test.log.get(0))
        .startsWith("application router " + TestRouter.class.getName() + " has thrown");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  @Tag("C-G9")
  void routerThatReturnsNull() {
    decide(question -> null);
    options();
    assertThat(flow.take()).containsExactly("500 Server Internal Error OPTIONS");
    assertThat(test.log).hasSize(1);
    assertThat(test.log.get(0)).endsWith("has returned null");
  }

  @Test
  @Tag("C-G9")
  void routerThatNamesNobody() {
    decide(question -> TestRouter.to("gone"));
    options();
    assertThat(flow.take()).containsExactly("500 Server Internal Error OPTIONS");
    assertThat(test.log).hasSize(1);
    assertThat(test.log.get(0))
        .endsWith("has named \"gone\", which is not deployed (a, app, b are)");
  }

  /** Refuses the request to the application that sent it, which tells its caller. */
  @Test
  @Tag("C-G9")
  void routerThatFailsInTheMiddle() {
    decide(
        question -> question.state() == null ? TestRouter.to("a", "next") : TestRouter.to("gone"));
    options();
    assertThat(flow.take()).containsExactly("500 Server Internal Error OPTIONS");
    assertThat(test.log).contains("a OPTIONS", "a 500 OPTIONS");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  @Tag("C-G9")
  void answersThatCannotBeUsed() {
    decide(question -> route("a", SipRouteModifier.ROUTE));
    options();
    assertThat(test.log).containsExactly(fault("has returned ROUTE without a route"));
    test.log.clear();
    decide(question -> route("a", SipRouteModifier.ROUTE, "tel:+1"));
    test.receive(TestContainer.request("OPTIONS", "sip:bob@desk", "o2", 2, ""));
    decide(
        question ->
            new SipApplicationRouterInfo(
                "a", null, "no URI", null, SipRouteModifier.NO_ROUTE, null));
    test.receive(TestContainer.request("OPTIONS", "sip:bob@desk", "o3", 3, ""));
    assertThat(test.log).hasSize(2);
    assertThat(flow.take()).hasSize(3).containsOnly("500 Server Internal Error OPTIONS");
  }

  private static String fault(String what) {
    return "application router " + TestRouter.class.getName() + " " + what;
  }

  @Test
  void slowRouterIsNamed() {
    decide(
        question -> {
          test.advance(java.time.Duration.ofMillis(1_500));
          return TestRouter.to("app");
        });
    test.answerAll(200);
    options();
    assertThat(test.log)
        .containsExactly(fault("took 1500 ms, which each new request waits for"), "OPTIONS");
  }

  /** Twenty applications in one request are enough for everybody. */
  @Test
  void circleOfApplications() {
    decide(question -> TestRouter.to("a", "again"));
    test.receive(TestContainer.request("OPTIONS", "sip:bob@desk", "o", 1, ""));
    for (int i = 0; i < 10; i++) {
      test.run();
    }
    assertThat(flow.take()).containsExactly("482 Loop Detected OPTIONS");
    assertThat(first.received).hasSize(20);
    assertThat(test.log).contains("a 482 OPTIONS");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  /** An application that calls itself anew each time, with Max-Forwards 70 each time. */
  @Test
  void circleOfNewRequests() {
    first.directive = SipApplicationRoutingDirective.NEW;
    decide(question -> TestRouter.to("a"));
    options();
    for (int i = 0; i < 10; i++) {
      test.run();
    }
    assertThat(flow.take()).containsExactly("482 Loop Detected OPTIONS");
    assertThat(first.received).hasSize(20);
  }

  @Test
  void requestToThisContainerThatNobodyWants() {
    decide(question -> question.state() == null ? TestRouter.to("a", 1) : TestRouter.to(null));
    test.receive(TestContainer.request("OPTIONS", "sip:192.0.2.1", "o", 1, ""));
    assertThat(flow.take()).containsExactly("404 Not Found OPTIONS");
    assertThat(test.log).containsExactly("a OPTIONS", "a 404 OPTIONS");
  }

  @Test
  void nobodyWantsARequestFromTheNetwork() {
    decide(question -> TestRouter.to(null));
    options();
    assertThat(flow.take()).containsExactly("404 Not Found OPTIONS");
  }

  @Test
  void externalRoutesArePushed() throws Exception {
    decide(
        question ->
            question.state() == null
                ? TestRouter.to("a", 1)
                : route("b", SipRouteModifier.ROUTE, "sip:one", "<sip:two;lr>"));
    options();
    assertThat(flow.take()).containsExactly("OPTIONS sip:bob@desk");
    assertThat(flow.lastRequestEver().headers(HeaderName.ROUTE))
        .containsExactly("<sip:one;lr>", "<sip:two;lr>");
    assertThat(second.received).isEmpty();
  }

  private SipRequest relayed() {
    relayedTo("sip:outside");
    return flow.lastRequestEver();
  }

  /** Before any application has seen the request. */
  @Test
  void requestFromTheNetworkIsSentOn() throws Exception {
    SipRequest out = relayed();
    assertThat(out.headers(HeaderName.ROUTE)).containsExactly("<sip:outside;lr>");
    assertThat(out.maxForwards()).isEqualTo(69);
    assertThat(out.headers(HeaderName.VIA)).hasSize(2);
    test.answer(out, 180, "bob");
    test.answer(out, 200, "bob", "Contact: <sip:bob@desk>");
    assertThat(flow.lastResponse().headers(HeaderName.VIA)).hasSize(1);
    assertThat(flow.take())
        .containsExactly("INVITE sip:bob@desk", "180 Ringing INVITE", "200 OK INVITE");
    assertThat(test.log).isEmpty();
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void requestThatIsSentOnIsCancelled() {
    SipRequest out = relayed();
    test.answer(out, 180, "bob");
    flow.take();
    test.receive(TestContainer.request("CANCEL", "sip:bob@desk", "i", 1, ""));
    assertThat(flow.take()).containsExactly("200 OK CANCEL", "CANCEL sip:bob@desk");
    test.answer(out, 487, "bob");
    assertThat(flow.take()).containsExactly("ACK sip:bob@desk", "487 Request Terminated INVITE");
  }

  @Test
  void requestThatCannotBeSentOn() {
    test.reachable = false;
    relayedTo("sip:outside");
    assertThat(flow.take()).containsExactly("503 Service Unavailable INVITE");
    test.reachable = true;
    test.receive(
        TestContainer.request("INVITE", "sip:bob@desk", "last", 2, "")
            .replace("Max-Forwards: 70", "Max-Forwards: 0"));
    assertThat(flow.take()).containsExactly("483 Too Many Hops INVITE");
  }

  private void relayedTo(String route) {
    decide(question -> route("a", SipRouteModifier.ROUTE, route));
    test.receive(TestContainer.request("INVITE", "sip:bob@desk", "i", 1, ""));
  }

  /** An internal route is what the application sees as popped, and nothing is pushed. */
  @Test
  @Tag("289-15.8")
  void internalRouteIsSeenAsPopped() {
    decide(
        question ->
            question.state() == null
                ? route("a", SipRouteModifier.ROUTE, "<sip:192.0.2.1;lr;x=y>", "<sip:other;lr>")
                : TestRouter.to(null));
    options("Route: <sip:192.0.2.1;lr;p=1>, <sip:next;lr>");
    SipServletRequest received = first.received.get(0);
    assertThat(received.getPoppedRoute()).hasToString("<sip:192.0.2.1;lr;x=y>");
    assertThat(received.getInitialPoppedRoute()).hasToString("<sip:192.0.2.1;lr;p=1>");
    assertThat(received.getHeader("Route")).isEqualTo("<sip:next;lr>");
  }

  @Test
  @Tag("289-15.8")
  void poppedRoutesOfAChain() {
    decide(TestRouter.chain("a", "b"));
    options("Route: <sip:192.0.2.1;lr;p=1>");
    SipServletRequest received = second.received.get(0);
    assertThat(received.getPoppedRoute()).isNull();
    assertThat(received.getInitialPoppedRoute()).hasToString("<sip:192.0.2.1;lr;p=1>");
    assertThat(asked.get(1).request().getPoppedRoute()).isNull();
  }

  /** The state comes back with the Route that was pushed, and nobody could read it outside. */
  @Test
  @Tag("C-D7")
  void requestGoesOutAndComesBack() {
    decide(
        question ->
            question.state() == null
                ? TestRouter.to("a", "one")
                : question.state().equals("one")
                    ? backFrom("sip:outside")
                    : question.state().equals("secret-state")
                        ? TestRouter.to("b", "two")
                        : TestRouter.to(null));
    options();
    SipRequest out = flow.lastRequestEver();
    String text = new String(out.toBytes(), US_ASCII);
    assertThat(text).doesNotContain("secret", "subscriber", "ORIGINATING");
    List<String> routes = out.headers(HeaderName.ROUTE);
    assertThat(routes).hasSize(2);
    assertThat(routes.get(0)).isEqualTo("<sip:outside;lr>");
    assertThat(routes.get(1)).startsWith("<sip:0.0.0.0:9;lr;sip-async-route=");
    flow.take();
    back(routes.get(1), "back");
    assertThat(second.received).hasSize(1);
    assertThat(asked.get(2).directive()).isEqualTo(SipApplicationRoutingDirective.CONTINUE);
    assertThat(asked.get(2).state()).isEqualTo("secret-state");
    assertThat(asked.get(2).region()).isEqualTo(ORIGINATING);
    assertThat(second.received.get(0).getPoppedRoute()).hasToString("<sip:0.0.0.0:9;lr>");
  }

  private static SipApplicationRouterInfo backFrom(String route) {
    return new SipApplicationRouterInfo(
        "a",
        ORIGINATING,
        "sip:subscriber@h",
        new String[] {route},
        SipRouteModifier.ROUTE_BACK,
        "secret-state");
  }

  private void back(String route, String branch) {
    test.receive(
        TestContainer.request("OPTIONS", "sip:bob@desk", branch, 1, "", "Route: " + route)
            .replace("Call-ID: call", "Call-ID: " + branch));
  }

  /** A state that somebody else has written, or changed, or kept for long, is none. */
  @Test
  @Tag("C-D7")
  void forgedStateIsANewRequest() {
    decide(question -> question.state() == null ? TestRouter.to("a", 1) : backFrom("sip:outside"));
    options();
    String route = flow.lastRequestEver().headers(HeaderName.ROUTE).get(1);
    int at = route.indexOf('=') + 20;
    char other = route.charAt(at) == 'A' ? 'B' : 'A';
    asked.clear();
    back(route.substring(0, at) + other + route.substring(at + 1), "changed");
    back("<sip:192.0.2.1;lr;sip-async-route=AAAA>", "short");
    back("<sip:192.0.2.1;lr;sip-async-route=%00>", "strange");
    back("<sip:192.0.2.1;lr;sip-async-route>", "empty");
    test.advance(java.time.Duration.ofMinutes(6));
    back(route, "old");
    List<Asked> received =
        asked.stream().filter(each -> each.request().getApplicationSession(false) == null).toList();
    assertThat(received).hasSize(5).allMatch(each -> each.state() == null);
  }

  /** A router that answers ROUTE_BACK to what has come back, without end. */
  @Test
  void routeBackInACircle() {
    decide(question -> question.state() == null ? TestRouter.to("a", 1) : backFrom("sip:outside"));
    options();
    int hops = 0;
    String route = flow.lastRequestEver().headers(HeaderName.ROUTE).get(1);
    while (!route.isEmpty() && hops < 50) {
      flow.take();
      back(route, "hop" + hops++);
      List<String> lines = flow.take();
      route =
          lines.contains("OPTIONS sip:bob@desk")
              ? flow.lastRequestEver().headers(HeaderName.ROUTE).get(1)
              : "";
    }
    assertThat(hops).isLessThan(50);
  }

  @Test
  @Tag("289-15.11")
  void targetedRequest() throws Exception {
    decide(question -> TestRouter.to("app"));
    test.onRequest = request -> {};
    test.receive(TestContainer.request("INVITE", "sip:bob@desk", "i", 1, ""));
    var session = test.sessions.of(test.application).get(0);
    var uri = test.factory.createSipURI("bob", "192.0.2.1");
    session.encodeURI(uri);
    back("<sip:192.0.2.1;lr>", "plain");
    test.receive(
        TestContainer.request("OPTIONS", uri.toString(), "t", 1, "")
            .replace("Call-ID: call", "Call-ID: other"));
    assertThat(asked.get(1).target()).isNull();
    assertThat(asked.get(2).target().getApplicationName()).isEqualTo("app");
    assertThat(asked.get(2).target().getType()).isEqualTo(SipTargetedRequestType.ENCODED_URI);
  }

  /** The router may choose another application than the one that is targeted. */
  @Test
  @Tag("289-15.11")
  void targetThatTheRouterDoesNotChoose() throws Exception {
    decide(question -> TestRouter.to("app"));
    test.onRequest = request -> {};
    test.receive(TestContainer.request("INVITE", "sip:bob@desk", "i", 1, ""));
    var session = test.sessions.of(test.application).get(0);
    var uri = test.factory.createSipURI("bob", "192.0.2.1");
    session.encodeURI(uri);
    decide(question -> question.state() == null ? TestRouter.to("a", 1) : TestRouter.to(null));
    test.receive(
        TestContainer.request("OPTIONS", uri.toString(), "t", 1, "")
            .replace("Call-ID: call", "Call-ID: other"));
    assertThat(first.received.get(0).getApplicationSession()).isNotSameAs(session);
  }

  /** Without a DAR file; its own Route is how an application sends a request to itself. */
  @Test
  @Tag("289-5.6")
  void ownRouteThatAnApplicationPushesLeadsBackHere() {
    FirstRouter router =
        new FirstRouter(() -> List.of(test.routers.find("app")), test.services.contacts());
    decide(
        question ->
            router.getNextApplication(
                question.request(),
                question.region(),
                question.directive(),
                question.target(),
                question.state()));
    test.onRequest =
        request -> {
          if (request.getMethod().equals("OPTIONS")) {
            SipServletRequest message =
                test.factory.createRequest(
                    request.getApplicationSession(), "MESSAGE", "sip:app@here", "sip:carol@desk");
            message.pushRoute(test.factory.createSipURI("app", "192.0.2.1"));
            message.send();
          }
          request.createResponse(200).send();
        };
    options();
    assertThat(test.log).containsExactly("OPTIONS", "MESSAGE", "200 MESSAGE");
    assertThat(flow.take()).containsExactly("200 OK OPTIONS");
    SipServletRequest back = asked.get(asked.size() - 1).request();
    assertThat(back.getRequestURI()).hasToString("sip:carol@desk");
  }
}
