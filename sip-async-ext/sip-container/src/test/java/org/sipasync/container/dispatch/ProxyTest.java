package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.time.Duration;
import java.util.List;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSession.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;

class ProxyTest {
  private static final String CONTACT = "Contact: <sip:bob@one>";

  private final ProxyKit kit = new ProxyKit();

  @AfterEach
  void close() {
    kit.close();
  }

  private void nothingIsLeft() {
    assertThat(kit.test.sessions.sipSessions()).as("SIP sessions").isZero();
    assertThat(kit.test.sessions.applicationSessions()).as("application sessions").isZero();
  }

  @Test
  @Tag("289-10.2")
  void oneTarget() throws Exception {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    SipRequest sent = kit.at("one");
    assertThat(sent.startLine()).isEqualTo("INVITE sip:bob@one SIP/2.0");
    assertThat(sent.header(HeaderName.MAX_FORWARDS)).isEqualTo("69");
    assertThat(sent.headers(HeaderName.VIA)).hasSize(2);
    assertThat(sent.has(HeaderName.RECORD_ROUTE)).isFalse();
    kit.answer("one", 100, "x");
    kit.answer("one", 180, "b", CONTACT);
    assertThat(kit.atCaller()).containsExactly("180 Ringing INVITE");
    kit.answer("one", 200, "b", CONTACT);
    assertThat(kit.caller.lastResponse().headers(HeaderName.VIA)).hasSize(1);
    assertThat(kit.caller.lastTag()).isEqualTo("b");
    assertThat(kit.caller.lastResponse().header(HeaderName.CONTACT)).isEqualTo("<sip:bob@one>");
    assertThat(kit.atCaller()).containsExactly("200 OK INVITE");
    assertThat(kit.told).containsExactly("180", "200");
    nothingIsLeft();
  }

  @Test
  @Tag("289-10.2.3")
  void parallelAcceptedByOne() {
    kit.callees("one", "two").proxying(proxy -> {}).receive("INVITE");
    SipRequest first = kit.at("one");
    kit.answer("one", 180, "a");
    kit.answer("two", 180, "b");
    kit.answer("two", 200, "b");
    assertThat(kit.callee("one").take())
        .containsExactly("INVITE sip:bob@one", "CANCEL sip:bob@one");
    kit.test.answer(first, 487, "a");
    assertThat(kit.callee("one").take()).containsExactly("ACK sip:bob@one");
    assertThat(kit.atCaller())
        .containsExactly("180 Ringing INVITE", "180 Ringing INVITE", "200 OK INVITE");
    assertThat(kit.told).containsExactly("180", "180", "200");
    nothingIsLeft();
  }

  @Test
  @Tag("289-10.2.3")
  void bestOfTwo() {
    kit.callees("one", "two").proxying(proxy -> {}).receive("INVITE");
    kit.answer("one", 500, "a");
    assertThat(kit.atCaller()).isEmpty();
    kit.answer("two", 404, "b");
    assertThat(kit.atCaller()).containsExactly("404 Not Found INVITE");
    assertThat(kit.told).containsExactly("branch 500", "404");
    nothingIsLeft();
  }

  @Test
  @Tag("289-10.2.3")
  void worseOneLast() {
    kit.callees("one", "two").proxying(proxy -> {}).receive("INVITE");
    kit.answer("one", 404, "a");
    kit.answer("two", 500, "b");
    assertThat(kit.atCaller()).containsExactly("404 Not Found INVITE");
    assertThat(kit.told).containsExactly("branch 404", "branch 500", "404");
  }

  @Test
  @Tag("289-10.2.3")
  void sequential() {
    kit.callees("one", "two").proxying(proxy -> proxy.setParallel(false)).receive("INVITE");
    assertThat(kit.callee("two").lines()).isEmpty();
    kit.answer("one", 486, "a");
    assertThat(kit.atCaller()).isEmpty();
    kit.answer("two", 200, "b");
    assertThat(kit.atCaller()).containsExactly("200 OK INVITE");
    assertThat(kit.told).containsExactly("branch 486", "200");
  }

  @Test
  @Tag("C-D1")
  void targetThatCannotBeReached() {
    kit.callees("one", "two").proxying(proxy -> proxy.setParallel(false));
    kit.callees.put("one", null);
    kit.receive("INVITE");
    kit.answer("two", 200, "b");
    assertThat(kit.atCaller()).containsExactly("200 OK INVITE");
    assertThat(kit.told).containsExactly("branch 503", "200");
  }

  @Test
  @Tag("C-D1")
  void onlyTargetCannotBeReached() {
    kit.callees("one").proxying(proxy -> {});
    kit.callees.put("one", null);
    kit.receive("INVITE");
    assertThat(kit.atCaller())
        .as("RFC 3261 16.7")
        .containsExactly("500 Server Internal Error INVITE");
    assertThat(kit.told).as("by the branch").containsExactly("503");
    nothingIsLeft();
  }

  @Test
  @Tag("289-10.2.4")
  void applicationIsToldWhatTheBestBranchHasSaid() {
    kit.callees("one", "two").proxying(proxy -> {}).receive("INVITE");
    kit.answer("one", 503, "a", "Retry-After: 60");
    kit.answer("two", 503, "b");
    assertThat(kit.told).containsExactly("branch 503", "branch 503", "503");
    assertThat(kit.responses.get(2).getHeader("Retry-After")).isEqualTo("60");
    assertThat(kit.caller.lastResponse().has(HeaderName.RETRY_AFTER)).isFalse();
    assertThat(kit.atCaller()).containsExactly("500 Server Internal Error INVITE");
  }

  @Test
  @Tag("289-10.4")
  @Tag("C-D7")
  void recordRoute() throws Exception {
    kit.callees("one")
        .proxying(
            proxy -> {
              proxy.setRecordRoute(true);
              proxy.getRecordRouteURI().setParameter("state", "kept");
            })
        .receive("INVITE");
    String route = kit.at("one").header(HeaderName.RECORD_ROUTE);
    assertThat(route)
        .matches("<sip:id\\d+\\.[a-z0-9]+\\.[A-Za-z0-9_-]{16}@192.0.2.1:5060;lr;state=kept>");
    SipSession session = kit.invite.getSession();
    kit.answer("one", 180, "b", CONTACT, "Record-Route: " + route);
    assertThat(session.getState()).isEqualTo(State.EARLY);
    kit.answer("one", 200, "b", CONTACT, "Record-Route: " + route);
    assertThat(session.getState()).isEqualTo(State.CONFIRMED);
    kit.callee("one").take();
    kit.caller.take();
    kit.test.log.clear();
    kit.test.receive(request("ACK", "sip:bob@one", "ack", 1, "b", "Route: " + route));
    assertThat(kit.callee("one").take()).containsExactly("ACK sip:bob@one");
    kit.test.onRequest =
        bye -> {
          assertThat(bye.getParameter("state")).isEqualTo("kept");
          assertThat(bye.getSession()).isSameAs(session);
          assertThat(bye.isInitial()).isFalse();
          assertThat(bye.getProxy()).isNotNull();
        };
    kit.test.receive(request("BYE", "sip:bob@one", "bye", 2, "b", "Route: " + route));
    SipRequest bye = kit.at("one");
    assertThat(bye.startLine()).isEqualTo("BYE sip:bob@one SIP/2.0");
    assertThat(bye.has(HeaderName.ROUTE)).isFalse();
    assertThat(bye.headers(HeaderName.VIA)).hasSize(2);
    assertThat(session.getState()).isEqualTo(State.CONFIRMED);
    kit.test.answer(bye, 200, "b");
    assertThat(kit.atCaller()).containsExactly("200 OK BYE");
    assertThat(kit.test.log).containsExactly("ACK", "BYE", "200 BYE");
    nothingIsLeft();
  }

  @Test
  @Tag("289-10.4")
  void calleeHangsUp() {
    kit.callees("one").proxying(proxy -> proxy.setRecordRoute(true)).receive("INVITE");
    String route = kit.at("one").header(HeaderName.RECORD_ROUTE);
    kit.answer("one", 200, "b", CONTACT, "Record-Route: " + route);
    kit.caller.take();
    kit.test.receive(
        request("BYE", "sip:alice@192.0.2.2", "bye", 2, "alice", "Route: " + route)
            .replace("From: <sip:alice@192.0.2.2>;tag=alice", "From: <sip:bob@192.0.2.1>;tag=b"));
    assertThat(kit.atCaller()).containsExactly("BYE sip:alice@192.0.2.2");
  }

  @Test
  @Tag("C-B1")
  void routeOfAnotherCallIsNoWayThrough() {
    kit.callees("one").proxying(proxy -> proxy.setRecordRoute(true)).receive("INVITE");
    String route = kit.at("one").header(HeaderName.RECORD_ROUTE);
    kit.answer("one", 200, "b", CONTACT, "Record-Route: " + route);
    kit.callee("one").take();
    kit.caller.take();
    kit.test.receive(
        request("BYE", "sip:bob@one", "bye", 2, "b", "Route: " + route)
            .replace("Call-ID: call", "Call-ID: other"));
    assertThat(kit.callee("one").take()).isEmpty();
    assertThat(kit.atCaller()).hasSize(1).allMatch(line -> line.startsWith("481"));
  }

  @Test
  @Tag("289-10.2.6")
  void cancelledByTheCaller() {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    SipRequest invite = kit.at("one");
    kit.answer("one", 180, "a");
    kit.test.receive(request("CANCEL", "sip:bob@192.0.2.1", "bINVITE1", 1, ""));
    assertThat(kit.callee("one").take())
        .containsExactly("INVITE sip:bob@one", "CANCEL sip:bob@one");
    kit.test.answer(invite, 487, "a");
    assertThat(kit.atCaller())
        .containsExactly("180 Ringing INVITE", "200 OK CANCEL", "487 Request Terminated INVITE");
    assertThat(kit.test.log).containsExactly("INVITE", "180 INVITE", "CANCEL", "487 INVITE");
    nothingIsLeft();
  }

  @Test
  @Tag("289-10.2.3")
  void nonInvite() {
    kit.callees("one").proxying(proxy -> {}).receive("MESSAGE");
    kit.answer("one", 202, "b");
    assertThat(kit.atCaller()).containsExactly("202 Accepted MESSAGE");
    nothingIsLeft();
  }

  @Test
  @Tag("C-D2")
  void repeatedOkGoesUpAgain() {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    kit.answer("one", 200, "b", CONTACT);
    kit.answer("one", 200, "b", CONTACT);
    kit.answer("one", 200, "b", CONTACT);
    assertThat(kit.atCaller()).containsOnly("200 OK INVITE").hasSize(3);
    assertThat(kit.told).as("to the application once").containsExactly("200");
  }

  @Test
  @Tag("C-D3")
  void bothAccept() {
    kit.callees("one", "two").proxying(proxy -> proxy.setNoCancel(true)).receive("INVITE");
    kit.answer("one", 200, "a");
    assertThat(kit.callee("two").lines()).as("not cancelled").containsExactly("INVITE sip:bob@two");
    kit.answer("two", 200, "b");
    assertThat(kit.atCaller()).containsExactly("200 OK INVITE", "200 OK INVITE");
    assertThat(kit.told).containsExactly("200", "200");
    assertThat(kit.responses.get(1).getSession()).isNotSameAs(kit.responses.get(0).getSession());
    nothingIsLeft();
  }

  @Test
  @Tag("A10")
  void suspendedResponseIsHeldBack() {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    kit.test.onResponse =
        response -> {
          kit.note(response);
          var facade = (org.sipasync.container.message.ResponseFacade) response;
          facade.suspend(IllegalStateException::new, why -> {});
        };
    kit.answer("one", 180, "a");
    assertThat(kit.atCaller()).isEmpty();
    var facade = (org.sipasync.container.message.ResponseFacade) kit.responses.get(0);
    facade.resume();
    facade.setHeader("X-Seen", "yes");
    facade.goOn();
    kit.test.run();
    assertThat(kit.caller.lastResponse().header(HeaderName.of("X-Seen"))).isEqualTo("yes");
    assertThat(kit.atCaller()).containsExactly("180 Ringing INVITE");
    assertThatThrownBy(() -> facade.setHeader("X-Late", "no"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Tag("289-10.2")
  void parallelTimeout() {
    kit.callees("one", "two").proxying(proxy -> proxy.setProxyTimeout(5)).receive("INVITE");
    SipRequest first = kit.at("one");
    kit.answer("one", 180, "a");
    kit.atCaller();
    kit.test.pass(Duration.ofSeconds(6), Duration.ofMillis(500));
    assertThat(kit.callee("one").take()).contains("CANCEL sip:bob@one");
    assertThat(kit.callee("two").lines()).as("no 1xx yet").doesNotContain("CANCEL sip:bob@two");
    assertThat(kit.atCaller()).isEmpty();
    kit.test.answer(first, 487, "a");
    assertThat(kit.atCaller()).containsExactly("408 Request Timeout INVITE");
    nothingIsLeft();
  }

  @Test
  @Tag("289-10.2")
  void sequentialTimeout() {
    kit.callees("one", "two")
        .proxying(
            proxy -> {
              proxy.setParallel(false);
              proxy.setProxyTimeout(5);
            })
        .receive("INVITE");
    SipRequest first = kit.at("one");
    kit.answer("one", 180, "a");
    kit.test.pass(Duration.ofSeconds(6), Duration.ofMillis(500));
    assertThat(kit.callee("one").take()).contains("CANCEL sip:bob@one");
    kit.answer("two", 200, "b");
    kit.test.answer(first, 487, "a");
    assertThat(kit.atCaller()).containsExactly("180 Ringing INVITE", "200 OK INVITE");
    nothingIsLeft();
  }

  @Test
  @Tag("289-10.2.6")
  void redirectionIsFollowed() {
    kit.callees("one").proxying(proxy -> {});
    kit.callees("two", "three");
    kit.test.onRequest =
        request -> {
          kit.proxy = request.getProxy();
          kit.proxy.proxyTo(kit.uri("one"));
        };
    kit.receive("INVITE");
    kit.answer("one", 302, "a", "Contact: <sip:bob@two>;q=0.5, <sip:bob@three>");
    assertThat(kit.callee("three").take()).containsExactly("INVITE sip:bob@three");
    assertThat(kit.callee("two").lines()).containsExactly("INVITE sip:bob@two");
    assertThat(kit.proxy.getProxyBranches()).hasSize(1);
    assertThat(kit.proxy.getProxyBranches().get(0).getRecursedProxyBranches()).hasSize(2);
    kit.answer("two", 200, "b");
    assertThat(kit.atCaller()).containsExactly("200 OK INVITE");
    assertThat(kit.told).containsExactly("branch 302", "200");
  }

  @Test
  @Tag("289-10.2.3")
  void virtualBranch() throws Exception {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    kit.invite.createResponse(404).send();
    kit.test.run();
    assertThat(kit.atCaller()).as("the branch is open").isEmpty();
    kit.answer("one", 500, "a");
    assertThat(kit.atCaller()).containsExactly("404 Not Found INVITE");
    assertThat(kit.told).containsExactly("branch 500");
    nothingIsLeft();
  }

  /** The caller hears no ringing of a callee that the application has just cancelled. */
  @Test
  @Tag("289-10.2.3")
  void ringingIsReplacedByAFailureOfTheApplication() {
    kit.callees("one").proxying(proxy -> {});
    kit.test.onResponse =
        response -> {
          kit.note(response);
          if (response.getStatus() == 180) {
            response.getProxy().cancel();
            kit.invite.createResponse(408).send();
          }
        };
    kit.receive("INVITE");
    SipRequest sent = kit.at("one");
    kit.answer("one", 180, "a");
    kit.test.answer(sent, 487, "a");
    assertThat(kit.atCaller()).containsExactly("408 Request Timeout INVITE");
    nothingIsLeft();
  }

  /** A branch to a telephone number, which gets its Route before it starts. */
  @Test
  @Tag("289-10.2.3")
  void branchWithARouteOfItsOwn() {
    kit.callees("gateway");
    kit.test.onRequest =
        request -> {
          var proxy = request.getProxy();
          var number = kit.test.factory.createURI("tel:+49123");
          var branch = proxy.createProxyBranches(List.of(number)).get(0);
          assertThatThrownBy(proxy::startProxy).hasMessageContaining("tel");
          branch.getRequest().pushRoute(kit.test.factory.createSipURI(null, "gateway"));
          proxy.startProxy();
        };
    kit.receive("INVITE");
    assertThat(kit.callee("gateway").take()).containsExactly("INVITE tel:+49123");
  }

  @Test
  @Tag("289-10.2.3")
  void anotherTargetInsteadOfTheBestResponse() {
    kit.callees("one", "two");
    kit.test.onRequest = request -> request.getProxy().proxyTo(kit.uri("one"));
    kit.test.onResponse =
        response -> {
          kit.note(response);
          if (response.getStatus() == 486) {
            response.getProxy().proxyTo(kit.uri("two"));
          }
        };
    kit.receive("INVITE");
    kit.answer("one", 486, "a");
    assertThat(kit.atCaller()).isEmpty();
    kit.answer("two", 200, "b");
    assertThat(kit.atCaller()).containsExactly("200 OK INVITE");
    assertThat(kit.told).isEqualTo(List.of("486", "200"));
  }
}
