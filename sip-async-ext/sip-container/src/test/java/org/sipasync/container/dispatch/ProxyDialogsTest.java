package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSession.State;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipRouteModifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transport.Transport;

/** Dialogs that go by us, since we have recorded the route. */
@Tag("289-10.4")
class ProxyDialogsTest extends RecordedCalls {
  @Test
  void ofBothDirections() {
    call();
    kit.test.receive(fromCallee("INFO", 1));
    assertThat(kit.atCaller()).containsExactly("INFO sip:alice@192.0.2.2");
    kit.test.receive(inDialog("INFO", 2, "b"));
    assertThat(kit.callee("one").take()).containsExactly("INFO sip:bob@one");
    assertThat(kit.test.log).containsExactly("INFO", "INFO");
  }

  @Test
  @Tag("C-D7")
  void acrossTransports() throws Exception {
    kit.callees("one").proxying(proxy -> proxy.setRecordRoute(true));
    kit.callee("one").transport = Transport.TCP;
    answerCall();
    List<String> parts = List.of(route.split(", "));
    assertThat(parts).hasSize(2);
    assertThat(parts.get(0)).as("towards the callee").contains("transport=tcp");
    assertThat(parts.get(1)).as("towards the caller").doesNotContain("transport");
    kit.test.receive(inDialog("BYE", 2, "b"));
    assertThat(kit.at("one").has(HeaderName.ROUTE)).isFalse();
    assertThat(kit.test.log).containsExactly("BYE");
  }

  /** Many servlets set it for each request that comes by. */
  @Test
  void recordRouteOfAnInviteWithinTheDialog() {
    call();
    kit.test.onRequest = request -> request.getProxy().setRecordRoute(true);
    kit.test.receive(inDialog("INVITE", 2, "b"));
    SipRequest again = kit.at("one");
    assertThat(kit.callee("one").take()).containsExactly("INVITE sip:bob@one");
    assertThat(again.header(HeaderName.RECORD_ROUTE)).as("the same").isEqualTo(route);
    kit.test.answer(again, 200, "b", CONTACT);
    assertThat(kit.atCaller()).contains("200 OK INVITE");
  }

  /** RFC 6665 4.3: one of them may make the dialog. With the application's parameters. */
  @Test
  void recordRouteOfNotifiesAndOfNothingThatMakesNoDialog() throws Exception {
    kit.callees("one")
        .proxying(
            proxy -> {
              proxy.setRecordRoute(true);
              proxy.getRecordRouteURI().setParameter("mine", "1");
            });
    answerCall();
    assertThat(route).contains(";mine=1");
    kit.test.receive(fromCallee("NOTIFY", 1).replace("Contact:", "Event: x\r\nContact:"));
    SipRequest notify = kit.caller.lastRequest();
    assertThat(notify.method()).isEqualTo(Method.NOTIFY);
    assertThat(notify.headers(HeaderName.RECORD_ROUTE)).containsExactly(route);
    kit.test.receive(fromCallee("INFO", 2));
    assertThat(kit.caller.lastRequest().has(HeaderName.RECORD_ROUTE)).isFalse();
  }

  /** Many servlets send on whatever comes. */
  @Test
  void proxyToWithinTheDialogSendsItOnOnce() {
    call();
    List<Exception> thrown = new ArrayList<>();
    kit.test.onRequest =
        request -> {
          request.getProxy().proxyTo(request.getRequestURI());
          try {
            request.getProxy().createProxyBranches(List.of(request.getRequestURI()));
          } catch (IllegalStateException e) {
            thrown.add(e);
          }
        };
    kit.test.receive(inDialog("INFO", 2, "b"));
    assertThat(thrown).hasSize(1);
    assertThat(thrown.get(0)).hasMessageContaining("by itself");
    SipRequest info = kit.at("one");
    assertThat(kit.callee("one").take()).as("once").containsExactly("INFO sip:bob@one");
    kit.test.answer(info, 200, "b");
    assertThat(kit.atCaller()).containsExactly("200 OK INFO");
  }

  /** The BYE leaves before the session ends. */
  @Test
  void proxyToAndInvalidate() {
    call();
    kit.test.onRequest =
        request -> {
          request.getProxy().proxyTo(request.getRequestURI());
          request.getApplicationSession().invalidate();
        };
    kit.test.receive(inDialog("BYE", 2, "b"));
    kit.answer("one", 200, "b");
    assertThat(kit.atCaller()).containsExactly("200 OK BYE");
    assertThat(kit.told).as("responses").isEmpty();
  }

  @Test
  void outliveTheirSession() {
    call();
    kit.invite.getApplicationSession().invalidate();
    kit.test.receive(inDialog("ACK", 1, "b"));
    kit.test.receive(inDialog("BYE", 2, "b"));
    SipRequest bye = kit.at("one");
    assertThat(kit.callee("one").take()).containsExactly("ACK sip:bob@one", "BYE sip:bob@one");
    kit.test.answer(bye, 200, "b");
    assertThat(kit.atCaller()).containsExactly("200 OK BYE");
    assertThat(kit.test.log).as("without the application").isEmpty();
    assertThat(kit.test.sessions.sipSessions()).isZero();
    assertThat(kit.test.sessions.lanes().size()).isZero();
  }

  @Test
  @Tag("C-B1")
  void areNoWayForStrangers() {
    call();
    kit.test.receive(inDialog("BYE", 2, "b").replace("Call-ID: call", "Call-ID: other"));
    kit.test.receive(inDialog("ACK", 1, "b").replace("Call-ID: call", "Call-ID: other"));
    assertThat(kit.callee("one").take()).isEmpty();
    assertThat(kit.atCaller()).hasSize(1).allMatch(line -> line.startsWith("481"));
  }

  /** Whoever knows Call-ID and Record-Route must know the caller's tag, too. */
  @Test
  @Tag("C-B1")
  void areNoWayForOtherCallersOfTheSameCallId() {
    call();
    String forged = inDialog("BYE", 2, "other").replace("tag=alice", "tag=mallory");
    kit.test.receive(forged);
    kit.test.receive(forged.replace("BYE", "ACK"));
    assertThat(kit.callee("one").take()).isEmpty();
    assertThat(kit.atCaller()).hasSize(1).allMatch(line -> line.startsWith("481"));
  }

  @Test
  @Tag("C-B1")
  void areNoWayADayAfterTheirSessionHasEnded() {
    call();
    kit.invite.getApplicationSession().invalidate();
    kit.test.pass(Duration.ofHours(25), Duration.ofHours(1));
    kit.test.receive(inDialog("BYE", 2, "b"));
    assertThat(kit.callee("one").take()).isEmpty();
    assertThat(kit.atCaller()).hasSize(1).allMatch(line -> line.startsWith("481"));
  }

  @Test
  void mayLastLongerThanADay() {
    call();
    kit.invite.getApplicationSession().setExpires(0);
    kit.test.pass(Duration.ofHours(25), Duration.ofHours(1));
    kit.test.receive(inDialog("BYE", 2, "b"));
    assertThat(kit.callee("one").take()).containsExactly("BYE sip:bob@one");
  }

  @Test
  void strictRouterSendsOurUri() {
    call();
    String uri = route.substring(1, route.length() - 1);
    String text =
        inDialog("INFO", 2, "b")
            .replace("INFO sip:bob@one", "INFO " + uri)
            .replace("Route: " + route, "Route: <sip:bob@one>");
    kit.test.receive(text);
    assertThat(kit.callee("one").take()).containsExactly("INFO sip:bob@one");
    assertThat(kit.test.log).containsExactly("INFO");
  }

  @Test
  void acknowledgementIsSeenOnceAndPassedEachTime() {
    call();
    kit.test.receive(inDialog("ACK", 1, "b"));
    kit.test.receive(inDialog("ACK", 1, "b"));
    assertThat(kit.callee("one").take()).containsExactly("ACK sip:bob@one", "ACK sip:bob@one");
    assertThat(kit.test.log).containsExactly("ACK");
  }

  @Test
  @Tag("A10")
  @Tag("A16")
  void suspendedRequestIsHeldBack() {
    call();
    kit.test.onRequest =
        info -> ((RequestFacade) info).suspend(IllegalStateException::new, why -> {});
    kit.test.onResponse = kit::note;
    kit.test.receive(inDialog("INFO", 2, "b"));
    assertThat(kit.callee("one").lines()).isEmpty();
    kit.test.onRequest = info -> kit.invite = info;
    kit.test.receive(inDialog("INFO", 3, "b"));
    assertThat(kit.callee("one").take()).as("another one").containsExactly("INFO sip:bob@one");
    assertThat(((RequestFacade) kit.invite).isSuspended()).isFalse();
  }

  @Test
  @Tag("A16")
  void resumedRequestGoesOn() {
    call();
    RequestFacade[] held = new RequestFacade[1];
    kit.test.onRequest =
        info -> {
          held[0] = (RequestFacade) info;
          held[0].suspend(IllegalStateException::new, why -> {});
        };
    kit.test.receive(inDialog("INFO", 2, "b"));
    held[0].resume();
    held[0].setHeader("X-Seen", "yes");
    held[0].goOn();
    kit.test.run();
    assertThat(kit.at("one").header(HeaderName.of("X-Seen"))).isEqualTo("yes");
    kit.answer("one", 200, "b");
    assertThat(kit.atCaller()).containsExactly("200 OK INFO");
  }

  @Test
  @Tag("A15")
  void byeEndsASuspendedReInvite() {
    call();
    kit.test.onRequest =
        received -> {
          if (received.getMethod().equals("INVITE")) {
            ((RequestFacade) received).suspend(IllegalStateException::new, why -> {});
          }
        };
    kit.test.receive(inDialog("INVITE", 2, "b"));
    kit.test.receive(inDialog("BYE", 3, "b"));
    assertThat(kit.atCaller()).containsExactly("487 Request Terminated INVITE");
    assertThat(kit.callee("one").take()).containsExactly("BYE sip:bob@one");
  }

  @Test
  void reInviteIsCancelledByTheCaller() {
    call();
    kit.test.receive(inDialog("INVITE", 2, "b"));
    SipRequest again = kit.at("one");
    kit.test.answer(again, 180, "b");
    kit.test.receive(request("CANCEL", "sip:bob@one", "INVITE2", 2, "b", "Route: " + route));
    assertThat(kit.callee("one").take()).contains("CANCEL sip:bob@one");
    kit.test.answer(again, 487, "b");
    assertThat(kit.atCaller()).contains("200 OK CANCEL", "487 Request Terminated INVITE");
    assertThat(kit.invite.getSession().getState()).isEqualTo(State.CONFIRMED);
  }

  @Test
  void applicationRefusesAReInvite() {
    call();
    kit.test.onRequest = again -> again.createResponse(488).send();
    kit.test.receive(inDialog("INVITE", 2, "b"));
    assertThat(kit.atCaller()).containsExactly("488 Not Acceptable Here INVITE");
    assertThat(kit.callee("one").lines()).isEmpty();
    assertThat(kit.invite.getSession().getState()).isEqualTo(State.CONFIRMED);
  }

  @Test
  void challengedByeLeavesTheDialog() {
    call();
    SipSession session = kit.invite.getSession();
    kit.test.receive(inDialog("BYE", 2, "b"));
    kit.answer("one", 401, "b");
    assertThat(session.getState()).isEqualTo(State.CONFIRMED);
    kit.test.receive(inDialog("BYE", 3, "b"));
    kit.answer("one", 200, "b");
    assertThat(session.isValid()).isFalse();
  }

  private static boolean received(TestRouter.Asked asked) {
    return asked.request().getApplicationSession(false) == null;
  }

  @Test
  @Tag("C-D3")
  void forksHaveSessionsOfTheirOwn() {
    SipApplicationRouterInfo served =
        new SipApplicationRouterInfo(
            "app",
            SipApplicationRoutingRegion.TERMINATING_REGION,
            "sip:bob@home",
            null,
            SipRouteModifier.NO_ROUTE,
            null);
    kit.test.router = asked -> received(asked) ? served : TestRouter.to(null);
    kit.callees("one").proxying(proxy -> proxy.setRecordRoute(true)).receive("INVITE");
    route = kit.at("one").header(HeaderName.RECORD_ROUTE);
    SipRequest sent = kit.at("one");
    kit.invite.getSession().setAttribute("mine", 1);
    kit.test.answer(sent, 180, "a", CONTACT);
    kit.test.answer(sent, 180, "b", CONTACT);
    kit.test.answer(sent, 200, "b", CONTACT);
    kit.test.answer(sent, 200, "a", CONTACT);
    assertThat(kit.atCaller()).filteredOn(line -> line.startsWith("200")).hasSize(2);
    SipSession a = kit.responses.get(0).getSession();
    SipSession b = kit.responses.get(1).getSession();
    assertThat(a).isSameAs(kit.invite.getSession()).isNotSameAs(b);
    assertThat(b.getAttribute("mine")).isEqualTo(1);
    assertThat(b.getRegion()).isEqualTo(SipApplicationRoutingRegion.TERMINATING_REGION);
    assertThat(b.getSubscriberURI()).hasToString("sip:bob@home");
    kit.callee("one").take();
    kit.test.receive(inDialog("BYE", 2, "b"));
    kit.answer("one", 200, "b");
    assertThat(b.isValid()).isFalse();
    assertThat(a.getState()).isEqualTo(State.CONFIRMED);
    kit.test.receive(inDialog("BYE", 3, "a"));
    kit.answer("one", 200, "a");
    assertThat(kit.test.sessions.sipSessions()).isZero();
  }

  @Test
  void prackWithinAnEarlyDialog() {
    kit.callees("one").proxying(proxy -> proxy.setRecordRoute(true)).receive("INVITE");
    route = kit.at("one").header(HeaderName.RECORD_ROUTE);
    SipRequest sent = kit.at("one");
    kit.test.answer(sent, 183, "b", CONTACT, "Require: 100rel", "RSeq: 1");
    kit.test.receive(inDialog("PRACK", 2, "b", "RAck: 1 1 INVITE"));
    kit.answer("one", 200, "b");
    kit.test.answer(sent, 200, "b", CONTACT);
    assertThat(kit.atCaller())
        .containsExactly("183 Session Progress INVITE", "200 OK PRACK", "200 OK INVITE");
    assertThat(kit.invite.getSession().getState()).isEqualTo(State.CONFIRMED);
  }

  @Test
  void unsupervisedApplicationSeesRequestsOnly() {
    kit.callees("one")
        .proxying(
            proxy -> {
              proxy.setRecordRoute(true);
              proxy.setSupervised(false);
            });
    answerCall();
    kit.test.receive(inDialog("INFO", 2, "b"));
    kit.answer("one", 200, "b");
    assertThat(kit.test.log).containsExactly("INFO");
  }
}
