package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.TooManyHopsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.SessionsUtil;
import org.sipasync.sip.message.SipRequest;

/** A leg that ends while the other is suspended, unsent, or replaced. */
@Tag("289-12")
class LegEndTest {
  private final Bridge bridge = new Bridge();
  private final TestContainer test = bridge.test;
  private final TestFlow flow = bridge.flow;
  private final List<String> abandoned = new ArrayList<>();

  @AfterEach
  void close() {
    bridge.close();
  }

  private void nothingIsLeft() {
    assertThat(test.sessions.applicationSessions()).as("application sessions").isZero();
    assertThat(test.sessions.sipSessions()).as("sessions").isZero();
    assertThat(test.sessions.lanes().size()).as("lanes").isZero();
  }

  /** Suspends a message as the payara module does. */
  private void suspend(RequestFacade request, AppSession session) {
    Runnable onEnd = () -> request.abandon("session invalidated");
    request.suspend(
        IllegalStateException::new,
        why -> {
          abandoned.add(why);
          session.release(onEnd);
        });
    session.hold(onEnd);
  }

  /** The leg waits for something, such as a look-up, when the caller gives up. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("A8")
  void legThatWasNeverSentIsCancelled(boolean suspended) {
    List<SipServletRequest> legs = new ArrayList<>();
    TestContainer.Handler<SipServletRequest> pass = test.onRequest;
    test.onRequest =
        request -> {
          bridge.received = request;
          RequestFacade leg = create(request);
          legs.add(leg);
          if (suspended) {
            suspend(leg, (AppSession) leg.getApplicationSession());
          }
        };
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, ""));
    test.onRequest = pass;
    test.receive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
    assertThat(flow.take()).containsExactly("200 OK CANCEL", "487 Request Terminated INVITE");
    assertThat(abandoned).isEqualTo(suspended ? List.of("CANCEL") : List.of());
    assertThatThrownBy(legs.get(0)::send).isInstanceOf(IllegalStateException.class);
    test.run();
    assertThat(flow.take()).isEmpty();
    nothingIsLeft();
  }

  /** The caller wants what nobody here supports; the callee does not mind. */
  @Test
  @Tag("C-F5")
  void acceptanceThatTheCallerGetsAs420() {
    SipRequest leg = bridge.call("Require: foo");
    bridge.answer(leg, 200, "b");
    assertThat(flow.take())
        .containsExactlyInAnyOrder(
            "420 Bad Extension INVITE", "ACK sip:bob@desk", "BYE sip:bob@desk");
  }

  private static RequestFacade create(SipServletRequest request) throws IOException {
    try {
      return (RequestFacade) request.getB2buaHelper().createRequest(request, true, null);
    } catch (TooManyHopsException e) {
      throw new AssertionError(e);
    }
  }

  /** The callee's re-INVITE is suspended; the caller hangs up, and the BYE is passed on. */
  @Test
  @Tag("A15")
  void byeThatIsPassedOnEndsWhatIsSuspendedThere() {
    SipRequest leg = bridge.talk();
    TestContainer.Handler<SipServletRequest> pass = test.onRequest;
    test.onRequest =
        request -> suspend((RequestFacade) request, (AppSession) request.getApplicationSession());
    bridge.fromCalleeNow(leg, "INVITE", 2, "b");
    test.onRequest = pass;
    test.receive(request("BYE", 2, bridge.callerTag()));
    SipRequest bye =
        (SipRequest)
            flow.messages().stream().filter(SipRequest.class::isInstance).findFirst().orElseThrow();
    assertThat(flow.take())
        .containsExactlyInAnyOrder("BYE sip:bob@desk", "487 Request Terminated INVITE");
    assertThat(abandoned).containsExactly("BYE");
    test.answer(bye, 200, "b");
    assertThat(flow.take()).containsExactly("200 OK BYE");
    nothingIsLeft();
  }

  /** The caller's re-INVITE is suspended; the callee hangs up. */
  @Test
  @Tag("A15")
  void calleesByeEndsTheCallersSuspendedRequest() {
    SipRequest leg = bridge.talk();
    TestContainer.Handler<SipServletRequest> pass = test.onRequest;
    test.onRequest =
        request -> suspend((RequestFacade) request, (AppSession) request.getApplicationSession());
    test.receive(request("INVITE", 2, bridge.callerTag()));
    test.onRequest = pass;
    bridge.fromCalleeNow(leg, "BYE", 2, "b");
    assertThat(flow.take())
        .containsExactlyInAnyOrder("BYE sip:alice@192.0.2.2", "487 Request Terminated INVITE");
    assertThat(abandoned).containsExactly("BYE");
  }

  /** Legs that the factory makes, linked by the helper of the request that was made. */
  @Test
  void helperOfAnotherRequestAnswersTheFirst() {
    TestContainer.Handler<SipServletRequest> pass = test.onRequest;
    test.onRequest =
        request -> {
          SipServletRequest leg = factoryLeg(request);
          leg.getB2buaHelper().linkSipSessions(request.getSession(), leg.getSession());
          leg.send();
        };
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, ""));
    test.onRequest = pass;
    SipRequest leg = flow.lastRequest();
    flow.take();
    bridge.answer(leg, 180, "a");
    bridge.answer(leg, 200, "b");
    List<String> answers = bridge.responses();
    assertThat(answers).hasSize(2);
    assertThat(answers.get(0)).startsWith("180 INVITE ");
    assertThat(answers.get(1))
        .startsWith("200 INVITE ")
        .doesNotEndWith(answers.get(0).substring(3));
  }

  private SipServletRequest factoryLeg(SipServletRequest request) {
    return test.factory.createRequest(
        request.getApplicationSession(), "INVITE", request.getFrom(), request.getTo());
  }

  /** The callee is gone: 481 to what is passed on ends its leg, and the caller's by its answer. */
  @Test
  @Tag("A15")
  void calleeWithoutTheDialog() {
    bridge.talk();
    test.receive(request("INFO", 2, bridge.callerTag()));
    test.answer(flow.lastRequest(), 481, "b");
    assertThat(flow.take()).contains("481 Call/Transaction Does Not Exist INFO");
    nothingIsLeft();
  }

  /** The 200 crosses the CANCEL: acknowledged and ended, though the application fails on it. */
  @Test
  @Tag("A8")
  void acceptanceThatCrossesTheCancelIsHungUp() {
    SipRequest leg = bridge.call();
    bridge.answer(leg, 180, "b");
    flow.take();
    test.receive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
    flow.take();
    bridge.answer(leg, 200, "b");
    assertThat(flow.take()).containsExactly("ACK sip:bob@desk", "BYE sip:bob@desk");
    bridge.answer(leg, 200, "b");
    assertThat(flow.take()).as("repeated").doesNotContain("BYE sip:bob@desk");
    nothingIsLeft();
  }

  /** Attended transfer (RFC 3891): another phone takes the caller's place. */
  @Test
  @Tag("289-15.11")
  void legIsReplaced() {
    SipRequest leg = bridge.talk();
    SipSessionsUtil util = new SessionsUtil(test.sessions, () -> test.application);
    TestContainer.Handler<SipServletRequest> pass = test.onRequest;
    test.onRequest =
        request -> {
          SipSession old = util.getCorrespondingSipSession(request.getSession(), "Replaces");
          replace(request.getB2buaHelper(), old, request);
        };
    String replaces = "Replaces: call;to-tag=" + bridge.callerTag() + ";from-tag=alice";
    test.receive(
        request("INVITE", "sip:bob@192.0.2.1", "third", 1, "", replaces, "Content-Length: 0")
            .replace("Call-ID: call", "Call-ID: third")
            .replace(">;tag=alice", ">;tag=carol"));
    test.onRequest = pass;
    String tag = flow.lastTag();
    assertThat(flow.take()).containsExactlyInAnyOrder("200 OK INVITE", "BYE sip:alice@192.0.2.2");
    assertThat(tag).isNotNull();
    bridge.fromCalleeNow(leg, "INFO", 2, "b");
    assertThat(flow.lastRequest().callId()).isEqualTo("third");
  }

  private static void replace(B2buaHelper helper, SipSession old, SipServletRequest request)
      throws IOException {
    SipSession callee = helper.getLinkedSession(old);
    helper.unlinkSipSessions(old);
    helper.linkSipSessions(request.getSession(), callee);
    old.createRequest("BYE").send();
    SipServletResponse ok = helper.createResponseToOriginalRequest(request.getSession(), 200, null);
    ok.send();
  }

  /** A third phone joins (RFC 3911): the same application session, and the call goes on. */
  @Test
  @Tag("289-15.11")
  void legIsJoined() {
    SipRequest leg = bridge.talk();
    String join = "Join: call;to-tag=" + bridge.callerTag() + ";from-tag=alice";
    List<SipServletRequest> joining = new ArrayList<>();
    TestContainer.Handler<SipServletRequest> pass = test.onRequest;
    test.onRequest = joining::add;
    test.receive(
        request("INVITE", "sip:bob@192.0.2.1", "third", 1, "", join, "Content-Length: 0")
            .replace("Call-ID: call", "Call-ID: third")
            .replace(">;tag=alice", ">;tag=carol"));
    test.onRequest = pass;
    assertThat(joining.get(0).getApplicationSession())
        .isSameAs(bridge.received.getApplicationSession());
    B2buaHelper helper = joining.get(0).getB2buaHelper();
    assertThat(helper.getLinkedSession(joining.get(0).getSession())).isNull();
    bridge.fromCalleeNow(leg, "INFO", 2, "b");
    assertThat(flow.lastRequest().callId()).isEqualTo("call");
  }
}
