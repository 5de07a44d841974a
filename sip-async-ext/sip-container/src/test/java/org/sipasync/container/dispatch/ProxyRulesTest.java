package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.time.Duration;
import java.util.List;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;

/** Refusals of a proxy, and its changes to requests and responses. */
class ProxyRulesTest {
  private static final HeaderName MAX_BREADTH = HeaderName.of("Max-Breadth");

  private final ProxyKit kit = new ProxyKit();

  @AfterEach
  void close() {
    kit.close();
  }

  @Test
  @Tag("289-10.2")
  void noHopsLeft() {
    kit.callees("one").proxying(proxy -> {});
    kit.test.onRequest = received -> received.getProxy().proxyTo(kit.uri("one"));
    kit.test.receive(request("INVITE", 1, "").replace("Max-Forwards: 70", "Max-Forwards: 0"));
    assertThat(kit.atCaller()).containsExactly("483 Too Many Hops INVITE");
    assertThat(kit.callee("one").lines()).isEmpty();
  }

  @Test
  void noTarget() {
    kit.callees("one").proxying(proxy -> {});
    kit.test.onRequest = received -> received.getProxy().proxyTo(java.util.List.of());
    kit.test.receive(request("INVITE", 1, ""));
    assertThat(kit.atCaller()).containsExactly("500 Server Internal Error INVITE");
  }

  @Test
  @Tag("289-10.2")
  void targetGivenTwice() {
    kit.callees("one").proxying(proxy -> {});
    kit.test.onRequest =
        received -> received.getProxy().proxyTo(java.util.List.of(kit.uri("one"), kit.uri("one")));
    kit.test.receive(request("INVITE", 1, ""));
    assertThat(kit.callee("one").take()).containsExactly("INVITE sip:bob@one");
  }

  @Test
  @Tag("C-D9")
  void proxyRequire() {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE", "Proxy-Require: 100rel, foo");
    assertThat(kit.caller.last().header(HeaderName.UNSUPPORTED)).isEqualTo("foo");
    assertThat(kit.atCaller()).containsExactly("420 Bad Extension INVITE");
    assertThat(kit.callee("one").lines()).isEmpty();
    assertThat(kit.test.sessions.sipSessions()).isZero();
  }

  @Test
  @Tag("C-D9")
  void requireIsForTheCallee() {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE", "Require: foo");
    assertThat(kit.callee("one").take()).containsExactly("INVITE sip:bob@one");
  }

  @Test
  @Tag("C-B9")
  void loopIsFound() {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    String back =
        kit.callee("one").text().replace("INVITE sip:bob@one", "INVITE sip:bob@192.0.2.1");
    TestFlow loop = new TestFlow();
    kit.test.arrive((SipRequest) TestFlow.parse(back), loop);
    kit.test.run();
    assertThat(loop.take()).containsExactly("482 Loop Detected INVITE");
    assertThat(kit.callee("one").lines()).hasSize(1);
  }

  @Test
  @Tag("C-B9")
  void spiralPasses() {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    String back =
        kit.callee("one").text().replace("INVITE sip:bob@one", "INVITE sip:carol@192.0.2.1");
    TestFlow spiral = new TestFlow();
    kit.test.arrive((SipRequest) TestFlow.parse(back), spiral);
    kit.test.run();
    assertThat(kit.callee("one").lines()).hasSize(2);
    assertThat(spiral.take()).isEmpty();
  }

  @Test
  @Tag("C-B9")
  void breadthIsShared() throws Exception {
    kit.callees("one", "two").proxying(proxy -> {}).receive("INVITE", "Max-Breadth: 7");
    assertThat(kit.at("one").header(MAX_BREADTH)).isEqualTo("3");
    assertThat(kit.at("two").header(MAX_BREADTH)).isEqualTo("4");
  }

  @Test
  @Tag("C-B9")
  void narrowRequestGoesToOneAfterTheOther() {
    kit.callees("one", "two").proxying(proxy -> {}).receive("INVITE", "Max-Breadth: 1");
    assertThat(kit.callee("two").lines()).isEmpty();
    kit.answer("one", 404, "a");
    assertThat(kit.callee("two").take()).containsExactly("INVITE sip:bob@two");
  }

  @Test
  @Tag("C-B9")
  void noBreadthLeft() {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE", "Max-Breadth: 0");
    assertThat(kit.atCaller()).containsExactly("440 Max-Breadth Exceeded INVITE");
  }

  @Test
  @Tag("289-10.2.3")
  void challengesAreCollected() {
    kit.callees("one", "two").proxying(proxy -> {}).receive("INVITE");
    kit.answer("one", 407, "a", "Proxy-Authenticate: Digest realm=\"one\", nonce=\"1\"");
    kit.answer("two", 401, "b", "WWW-Authenticate: Digest realm=\"two\", nonce=\"2\"");
    assertThat(kit.caller.last().header(HeaderName.PROXY_AUTHENTICATE)).contains("one");
    assertThat(kit.caller.last().header(HeaderName.WWW_AUTHENTICATE)).contains("two");
    assertThat(kit.atCaller()).hasSize(1);
  }

  @Test
  @Tag("289-10.2.3")
  void declineEndsTheSearch() {
    kit.callees("one", "two", "three").proxying(proxy -> {}).receive("INVITE");
    SipRequest first = kit.at("one");
    kit.answer("one", 180, "a");
    kit.answer("two", 603, "b");
    assertThat(kit.callee("one").take()).contains("CANCEL sip:bob@one");
    assertThatThrownBy(() -> kit.proxy.proxyTo(kit.uri("four")))
        .isInstanceOf(IllegalStateException.class);
    kit.test.answer(first, 487, "a");
    kit.answer("three", 200, "c");
    assertThat(kit.atCaller())
        .as("a 2xx goes up all the same")
        .containsExactly("180 Ringing INVITE", "200 OK INVITE");
  }

  @Test
  @Tag("289-10.2")
  void targetsAndStatesAreChecked() throws Exception {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    assertThat(kit.invite.getProxy()).isSameAs(kit.proxy);
    assertThat(kit.proxy.getOriginalRequest()).isSameAs(kit.invite);
    assertThatThrownBy(() -> kit.proxy.proxyTo(kit.test.factory.createURI("tel:+49123")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> kit.proxy.proxyTo((javax.servlet.sip.URI) null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> kit.proxy.setRecordRoute(true))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> kit.proxy.getRecordRouteURI())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> kit.proxy.setProxyTimeout(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> kit.proxy.startProxy()).isInstanceOf(IllegalStateException.class);
    SipSession session = kit.invite.getSession();
    assertThatThrownBy(() -> session.createRequest("INFO"))
        .isInstanceOf(IllegalStateException.class);
    kit.answer("one", 200, "a");
    assertThatThrownBy(() -> kit.proxy.proxyTo(kit.uri("two")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> kit.proxy.cancel()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> kit.invite.createResponse(200))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Tag("289-10.4")
  void routeUriTakesParametersOnly() {
    kit.callees("one")
        .proxying(
            proxy -> {
              proxy.setRecordRoute(true);
              var uri = proxy.getRecordRouteURI();
              assertThatThrownBy(() -> uri.setHost("h"))
                  .isInstanceOf(IllegalArgumentException.class);
              assertThatThrownBy(() -> uri.setTransportParam("tcp"))
                  .isInstanceOf(IllegalArgumentException.class);
              uri.setParameter("a", "1");
            })
        .receive("INVITE");
    assertThat(kit.at("one").header(HeaderName.RECORD_ROUTE)).contains(";a=1");
  }

  @Test
  @Tag("289-10.2")
  void path() {
    kit.callees("one")
        .proxying(
            proxy -> {
              proxy.setAddToPath(true);
              proxy.getPathURI().setParameter("a", "1");
            })
        .receive("REGISTER", "Path: <sip:edge;lr>");
    assertThat(kit.at("one").headers(HeaderName.PATH))
        .containsExactly("<sip:192.0.2.1:5060;lr;a=1>", "<sip:edge;lr>");
  }

  @Test
  @Tag("289-10.2.1")
  void branchesHaveSettingsOfTheirOwn() {
    kit.callees("one", "two");
    kit.test.onRequest =
        received -> {
          kit.proxy = received.getProxy();
          List<ProxyBranch> branches = kit.proxy.createProxyBranches(kit.uris());
          branches.get(0).setRecordRoute(true);
          branches.get(0).setProxyBranchTimeout(2);
          assertThat(branches.get(1).getProxyBranchTimeout()).isEqualTo(181);
          assertThat(branches.get(1).isStarted()).isFalse();
          kit.proxy.startProxy();
        };
    kit.receive("INVITE");
    assertThat(kit.at("one").has(HeaderName.RECORD_ROUTE)).isTrue();
    assertThat(kit.at("two").has(HeaderName.RECORD_ROUTE)).isFalse();
    SipRequest first = kit.at("one");
    kit.answer("one", 180, "a");
    kit.test.pass(Duration.ofSeconds(3), Duration.ofMillis(500));
    assertThat(kit.callee("one").take()).contains("CANCEL sip:bob@one");
    assertThat(kit.callee("two").take()).doesNotContain("CANCEL sip:bob@two");
    kit.test.answer(first, 487, "a");
    ProxyBranch branch = kit.proxy.getProxyBranch(kit.uri("one"));
    assertThat(branch.getResponse().getStatus()).as("given up").isEqualTo(408);
  }

  @Test
  @Tag("289-10.2.1")
  void branchIsCancelledWithAReason() {
    kit.callees("one", "two").proxying(proxy -> {}).receive("INVITE");
    SipRequest first = kit.at("one");
    kit.answer("one", 180, "a");
    kit.proxy
        .getProxyBranch(kit.uri("one"))
        .cancel(new String[] {"SIP"}, new int[] {600}, new String[] {"busy \"now\""});
    kit.test.run();
    assertThat(kit.callee("one").last().header(HeaderName.REASON))
        .isEqualTo("SIP;cause=600;text=\"busy \\\"now\\\"\"");
    kit.test.answer(first, 487, "a");
    kit.answer("two", 200, "b");
    assertThat(kit.atCaller()).containsExactly("180 Ringing INVITE", "200 OK INVITE");
  }

  @Test
  @Tag("289-10.2.1")
  void branchIsAddedLate() {
    kit.callees("one", "two").proxying(proxy -> {});
    kit.test.onRequest =
        received -> {
          kit.proxy = received.getProxy();
          kit.proxy.proxyTo(kit.uri("one"));
        };
    kit.receive("INVITE");
    kit.answer("one", 180, "a");
    kit.proxy.createProxyBranches(List.of(kit.uri("two")));
    assertThat(kit.callee("two").lines()).isEmpty();
    kit.proxy.startProxy();
    kit.test.run();
    assertThat(kit.callee("two").lines()).hasSize(1);
    kit.answer("two", 200, "b");
    assertThat(kit.callee("one").take()).contains("CANCEL sip:bob@one");
    assertThat(kit.atCaller()).containsExactly("180 Ringing INVITE", "200 OK INVITE");
  }

  @Test
  @Tag("289-10.2.3")
  void applicationAcceptsItselfWhileABranchRings() throws Exception {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    SipRequest sent = kit.at("one");
    kit.answer("one", 180, "a");
    SipSession session = kit.invite.getSession();
    kit.invite.createResponse(200).send();
    kit.test.run();
    assertThat(kit.callee("one").take()).contains("CANCEL sip:bob@one");
    assertThat(kit.atCaller()).containsExactly("180 Ringing INVITE", "200 OK INVITE");
    kit.test.answer(sent, 487, "a");
    assertThat(session.getState()).isEqualTo(SipSession.State.CONFIRMED);
    assertThat(session.createRequest("BYE")).as("it is the callee").isNotNull();
  }

  @Test
  @Tag("A8")
  void cancelledBeforeItIsProxied() {
    kit.callees("one");
    kit.test.onRequest = received -> kit.invite = received;
    kit.receive("INVITE");
    kit.test.arrive(request("CANCEL", "sip:bob@192.0.2.1", "bINVITE1", 1, ""));
    assertThatThrownBy(() -> kit.invite.getProxy().proxyTo(kit.uri("one")))
        .isInstanceOf(IllegalStateException.class);
    kit.test.run();
    assertThat(kit.callee("one").lines()).isEmpty();
    assertThat(kit.atCaller())
        .containsExactlyInAnyOrder("200 OK CANCEL", "487 Request Terminated INVITE");
  }

  @Test
  @Tag("289-10.2.4")
  void unsupervised() {
    kit.callees("one", "two").proxying(proxy -> proxy.setSupervised(false)).receive("INVITE");
    kit.answer("one", 180, "a");
    kit.answer("one", 486, "a");
    kit.answer("two", 486, "b");
    assertThat(kit.atCaller()).containsExactly("180 Ringing INVITE", "486 Busy Here INVITE");
    assertThat(kit.told).isEmpty();
    assertThat(kit.test.sessions.sipSessions()).isZero();
  }

  @Test
  @Tag("289-10.2")
  void pushedRouteIsTheNextHop() {
    kit.callees("edge");
    kit.test.onRequest =
        received -> {
          received.pushRoute(kit.test.factory.createSipURI(null, "edge"));
          received.getProxy().proxyTo(kit.uri("nowhere"));
        };
    kit.receive("INVITE");
    assertThat(kit.at("edge").startLine()).isEqualTo("INVITE sip:bob@nowhere SIP/2.0");
    assertThat(kit.at("edge").header(HeaderName.ROUTE)).isEqualTo("<sip:edge;lr>");
  }
}
