package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.SipRequest;

/** Proxies one after the other in one container (JSR 289 15, RFC 3261 16). */
@Tag("289-15.4.1")
class ProxyChainTest {
  private static final String CONTACT = "Contact: <sip:bob@desk>";

  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final List<SipServletRequest> received = new ArrayList<>();
  private final List<SipServletResponse> responses = new ArrayList<>();
  private boolean records = true;

  ProxyChainTest() {
    test.deploy("a", this::forward, responses::add);
    test.deploy("b", this::forward, responses::add);
    test.router = TestRouter.chain("a", "b");
  }

  @AfterEach
  void close() {
    test.close();
  }

  private void forward(SipServletRequest request) {
    received.add(request);
    if (request.isInitial()) {
      try {
        Proxy proxy = request.getProxy();
        proxy.setRecordRoute(records);
        proxy.proxyTo(request.getRequestURI());
      } catch (javax.servlet.sip.TooManyHopsException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private SipRequest invite() {
    test.receive(TestContainer.request("INVITE", "sip:bob@desk", "i", 1, ""));
    return flow.lastRequestEver();
  }

  private static String[] recorded(SipRequest invite, boolean reversed) {
    List<String> routes = new ArrayList<>(invite.headers(HeaderName.RECORD_ROUTE));
    if (reversed) {
      Collections.reverse(routes);
    }
    return routes.stream().map(route -> "Route: " + route).toArray(String[]::new);
  }

  /** The call is answered; returns the Routes of the caller's requests. */
  private String[] answered(SipRequest invite) {
    String[] records =
        invite.headers(HeaderName.RECORD_ROUTE).stream()
            .map(route -> "Record-Route: " + route)
            .toArray(String[]::new);
    String[] headers = new String[records.length + 1];
    headers[0] = CONTACT;
    System.arraycopy(records, 0, headers, 1, records.length);
    test.answer(invite, 200, "bob", headers);
    return recorded(invite, true);
  }

  private void within(String method, int cseq, String... routes) {
    test.receive(TestContainer.request(method, "sip:bob@desk", method + cseq, cseq, "bob", routes));
  }

  @Test
  void requestAndResponsesPassBoth() throws Exception {
    SipRequest out = invite();
    assertThat(flow.take()).containsExactly("INVITE sip:bob@desk");
    assertThat(out.maxForwards()).isEqualTo(68);
    assertThat(out.list(Headers.VIA)).hasSize(3);
    assertThat(out.headers(HeaderName.RECORD_ROUTE)).hasSize(4); // each has two sides (RFC 5658)
    test.answer(out, 180, "bob");
    answered(out);
    assertThat(flow.take()).containsExactly("180 Ringing INVITE", "200 OK INVITE");
    assertThat(test.log)
        .containsExactly(
            "a INVITE", "b INVITE", "b 180 INVITE", "a 180 INVITE", "b 200 INVITE", "a 200 INVITE");
    assertThat(received.get(1).getInitialRemoteAddr()).isEqualTo("192.0.2.2");
    assertThat(received.get(1).getRemoteAddr()).isEqualTo("0.0.0.0");
  }

  @Test
  @Tag("289-5.5")
  void transportInformationOfResponses() {
    SipRequest out = invite();
    test.answer(out, 180, "bob");
    answered(out);
    assertThat(responses)
        .extracting(SipServletResponse::getStatus)
        .containsExactly(180, 180, 200, 200);
    assertThat(responses)
        .extracting(SipServletResponse::getRemoteAddr)
        .containsExactly("192.0.2.2", "0.0.0.0", "192.0.2.2", "0.0.0.0");
    assertThat(responses)
        .extracting(SipServletResponse::getInitialRemoteAddr)
        .containsOnly("192.0.2.2");
    assertThat(responses).extracting(SipServletResponse::getInitialRemotePort).containsOnly(5060);
    assertThat(responses).extracting(SipServletResponse::getInitialTransport).containsOnly("UDP");
  }

  /** A response that the next application makes has come from nowhere. */
  @Test
  @Tag("289-5.5")
  void responseOfTheNextApplicationHasNoInitialAddress() {
    test.deploy("c", request -> request.createResponse(486).send(), response -> {});
    test.router = TestRouter.chain("a", "c");
    invite();
    assertThat(responses).hasSize(1);
    assertThat(responses.get(0).getRemoteAddr()).isEqualTo("0.0.0.0");
    assertThat(responses.get(0).getInitialRemoteAddr()).isNull();
    assertThat(responses.get(0).getInitialRemotePort()).isEqualTo(-1);
    assertThat(responses.get(0).getInitialTransport()).isNull();
  }

  @Test
  void requestsWithinTheDialogPassBoth() {
    String[] routes = answered(invite());
    flow.take();
    test.log.clear();
    within("ACK", 1, routes);
    assertThat(flow.take()).containsExactly("ACK sip:bob@desk");
    within("BYE", 2, routes);
    assertThat(flow.take()).containsExactly("BYE sip:bob@desk");
    test.answer(flow.lastRequestEver(), 200, "bob");
    assertThat(flow.take()).containsExactly("200 OK BYE");
    assertThat(test.log)
        .containsExactly("a ACK", "b ACK", "a BYE", "b BYE", "b 200 BYE", "a 200 BYE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void calleeHangsUp() throws Exception {
    SipRequest out = invite();
    String[] routes = answered(out);
    within("ACK", 1, routes);
    flow.take();
    test.log.clear();
    String bye =
        TestContainer.request("BYE", "sip:alice@192.0.2.2", "bye", 1, "", recorded(out, false))
            .replace("From: <sip:alice@192.0.2.2>;tag=alice", "From: <sip:bob@192.0.2.1>;tag=bob")
            .replace("To: <sip:bob@192.0.2.1>", "To: <sip:alice@192.0.2.2>;tag=alice");
    test.receive(bye);
    assertThat(flow.take()).containsExactly("BYE sip:alice@192.0.2.2");
    test.answer(flow.lastRequestEver(), 200, "alice");
    assertThat(flow.take()).containsExactly("200 OK BYE");
    assertThat(test.log).containsExactly("b BYE", "a BYE", "a 200 BYE", "b 200 BYE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void callerCancels() {
    SipRequest out = invite();
    test.answer(out, 180, "bob");
    flow.take();
    test.receive(TestContainer.request("CANCEL", "sip:bob@desk", "i", 1, ""));
    assertThat(flow.take()).containsExactly("200 OK CANCEL", "CANCEL sip:bob@desk");
    test.answer(out, 487, "bob");
    assertThat(flow.take()).containsExactly("ACK sip:bob@desk", "487 Request Terminated INVITE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void proxiesThatRecordNoRouteAreLeft() {
    records = false;
    SipRequest out = invite();
    assertThat(out.headers(HeaderName.RECORD_ROUTE)).isEmpty();
    answered(out);
    assertThat(flow.take()).containsExactly("INVITE sip:bob@desk", "200 OK INVITE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  /** The caller's dialog is with the last application, by way of the first, and stays here. */
  @Test
  void proxyBeforeAnApplicationThatAnswers() throws Exception {
    test.router = TestRouter.chain("a", "app");
    List<SipServletRequest> requests = new ArrayList<>();
    test.onRequest =
        request -> {
          requests.add(request);
          if (!request.getMethod().equals("ACK")) {
            request.createResponse(200).send();
          }
        };
    test.receive(TestContainer.request("INVITE", "sip:bob@desk", "i", 1, ""));
    var answer = flow.lastResponse();
    assertThat(flow.take()).containsExactly("200 OK INVITE");
    String tag = answer.toTag();
    String route = "Route: " + answer.headers(HeaderName.RECORD_ROUTE).get(0);
    String contact = answer.get(Headers.CONTACT).uri().toString();
    test.receive(TestContainer.request("ACK", contact, "ack", 1, tag, route));
    assertThat(flow.take()).isEmpty();
    requests.get(0).getSession().createRequest("INFO").send();
    test.run();
    assertThat(flow.take()).containsExactly("INFO sip:alice@192.0.2.2");
    test.receive(TestContainer.request("BYE", contact, "bye", 2, tag, route));
    assertThat(flow.take()).containsExactly("200 OK BYE");
    assertThat(test.log)
        .containsExactly(
            "a INVITE",
            "INVITE",
            "a 200 INVITE",
            "a ACK",
            "ACK",
            "a INFO",
            "a BYE",
            "BYE",
            "a 200 BYE");
  }

  /** Both branches of one proxy come to the same application, which is no merged request. */
  @Test
  void branchesToOneApplication() {
    test.deploy(
        "fork",
        request ->
            request
                .getProxy()
                .proxyTo(
                    List.of(
                        test.factory.createSipURI("one", "desk"),
                        test.factory.createSipURI("two", "desk"))),
        response -> {});
    test.router = TestRouter.chain("fork", "app");
    List<SipServletRequest> rings = new ArrayList<>();
    test.onRequest =
        request -> {
          rings.add(request);
          request.createResponse(180).send();
        };
    test.receive(TestContainer.request("INVITE", "sip:bob@desk", "i", 1, ""));
    assertThat(rings).hasSize(2);
    assertThat(flow.take()).containsExactly("180 Ringing INVITE", "180 Ringing INVITE");
  }

  /** An application that serves caller and callee is two proxies, and no loop. */
  @Test
  void sameApplicationTwice() {
    test.router =
        asked ->
            asked.state() == null
                ? TestRouter.to("a", 1)
                : asked.state().equals(1) ? subscriber("a") : TestRouter.to(null);
    assertThat(invite()).isNotNull();
    assertThat(test.log).containsExactly("a INVITE", "a INVITE");
    assertThat(flow.take()).containsExactly("INVITE sip:bob@desk");
  }

  private static javax.servlet.sip.ar.SipApplicationRouterInfo subscriber(String application) {
    return new javax.servlet.sip.ar.SipApplicationRouterInfo(
        application,
        javax.servlet.sip.ar.SipApplicationRoutingRegion.TERMINATING_REGION,
        "sip:bob@desk",
        null,
        javax.servlet.sip.ar.SipRouteModifier.NO_ROUTE,
        2);
  }

  @Test
  void applicationInTheMiddleThatIsGone() {
    SipRequest out = invite();
    String[] routes = answered(out);
    flow.take();
    test.undeploy("b");
    within("BYE", 2, routes);
    assertThat(flow.take()).as("past the one that is gone").containsExactly("BYE sip:bob@desk");
    test.answer(flow.lastRequestEver(), 200, "bob");
    assertThat(flow.take()).containsExactly("200 OK BYE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void refusalOfTheRouterIsABranchsFailure() {
    test.router = asked -> asked.state() == null ? TestRouter.to("a", 1) : TestRouter.to("nobody");
    test.receive(TestContainer.request("INVITE", "sip:bob@desk", "i", 1, ""));
    assertThat(flow.take()).containsExactly("500 Server Internal Error INVITE");
    assertThat(test.log).contains("a INVITE", "a 500 INVITE");
  }

  @Test
  void responseIsFromTheContainer() {
    List<SipServletResponse> seen = new ArrayList<>();
    test.deploy("c", this::forward, seen::add);
    test.router = TestRouter.chain("c", "b");
    answered(invite());
    assertThat(seen.get(0).getRemoteAddr()).isEqualTo("0.0.0.0");
  }
}
