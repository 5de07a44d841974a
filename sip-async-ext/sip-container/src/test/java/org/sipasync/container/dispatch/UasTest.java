package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSession.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.AppSession;
import org.sipasync.sip.message.HeaderName;

class UasTest {
  private static final String CONTACT = "Contact: <sip:alice@192.0.2.2>";

  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;

  @AfterEach
  void close() {
    test.close();
  }

  /** A call that is answered and acknowledged; its To tag. */
  private String call() {
    test.answerAll(200);
    test.receive(request("INVITE", 1, ""));
    String tag = flow.lastTag();
    test.onRequest = request -> {};
    test.receive(request("ACK", 1, tag));
    flow.take();
    test.log.clear();
    return tag;
  }

  @Test
  void requestIsAnsweredAndNothingIsLeft() {
    test.answerAll(200);
    test.receive(request("OPTIONS", 1, ""));
    assertThat(test.log).containsExactly("OPTIONS");
    assertThat(flow.lastTag()).isNotNull();
    assertThat(flow.take()).containsExactly("200 OK OPTIONS");
    assertThat(test.sessions.sipSessions()).isZero();
    assertThat(test.sessions.applicationSessions()).isZero();
    assertThat(test.sessions.lanes().size()).isZero();
  }

  @Test
  void answerMayComeLater() throws IOException {
    List<SipServletRequest> kept = new ArrayList<>();
    test.onRequest = kept::add;
    test.receive(request("MESSAGE", 1, ""));
    assertThat(test.sessions.sipSessions()).isEqualTo(1);
    SipServletResponse response = kept.get(0).createResponse(202);
    response.getApplicationSession().setInvalidateWhenReady(false);
    response.send();
    test.run();
    assertThat(flow.take()).containsExactly("202 Accepted MESSAGE");
    assertThat(kept.get(0).isCommitted()).isTrue();
    assertThatThrownBy(() -> kept.get(0).createResponse(200))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has its final response");
  }

  @Test
  void handlerThatFailsIsAnswered() {
    test.onRequest =
        request -> {
          throw new IllegalStateException("meant to fail");
        };
    test.receive(request("INVITE", 1, ""));
    assertThat(flow.take()).containsExactly("500 Server Internal Error INVITE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void okIsRepeatedUntilItsAckWhichTheHandlerSeesOnce() {
    test.onRequest =
        request -> {
          if (request.getMethod().equals("INVITE")) {
            request.createResponse(180).send();
            request.createResponse(200).send();
          }
        };
    test.receive(request("INVITE", 1, ""));
    assertThat(flow.last().header(HeaderName.CONTACT)).isEqualTo("<sip:192.0.2.1:5060>");
    String tag = flow.lastTag();
    assertThat(flow.take()).containsExactly("180 Ringing INVITE", "200 OK INVITE");
    test.pass(Duration.ofMillis(3500));
    assertThat(flow.take())
        .as("after 0.5, 1.5 and 3.5 s")
        .containsExactly("200 OK INVITE", "200 OK INVITE", "200 OK INVITE");
    test.receive(request("ACK", 1, tag));
    test.receive(request("ACK", 1, tag));
    test.pass(Duration.ofSeconds(40));
    assertThat(flow.take()).isEmpty();
    assertThat(test.log).containsExactly("INVITE", "ACK");
  }

  @Test
  void missingAckIsTold() {
    test.answerAll(200);
    test.receive(request("INVITE", 1, ""));
    test.pass(Duration.ofSeconds(31));
    assertThat(test.log).containsExactly("INVITE");
    test.pass(Duration.ofSeconds(2));
    assertThat(test.log).containsExactly("INVITE", "no ACK to 200");
    flow.take();
    test.pass(Duration.ofSeconds(10));
    assertThat(flow.take()).isEmpty();
  }

  /** Rule A15. */
  @Test
  @Tag("A15")
  void failureThatEndsTheDialogEndsWhatIsOpenInIt() throws IOException {
    List<SipServletRequest> kept = new ArrayList<>();
    String tag = call();
    test.onRequest = kept::add;
    test.receive(request("INVITE", 2, tag));
    kept.get(0).getSession().createRequest("INFO").send();
    test.run();
    var info = flow.lastRequest();
    flow.take();
    test.answer(info, 481, "alice");
    assertThat(flow.take()).containsExactly("487 Request Terminated INVITE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  @Tag("A15")
  @Tag("C-C1")
  void secondReInviteIsRefused() {
    String tag = call();
    test.receive(request("INVITE", 2, tag));
    test.receive(request("INVITE", 3, tag));
    assertThat(flow.last().header(HeaderName.RETRY_AFTER)).matches("[0-9]|10");
    assertThat(flow.take()).containsExactly("500 Server Internal Error INVITE");
    assertThat(test.log).containsExactly("INVITE");
  }

  @Test
  @Tag("A15")
  @Tag("C-C2")
  void byeEndsAnOpenReInvite() {
    String tag = call();
    test.receive(request("INVITE", 2, tag));
    test.answerAll(200);
    test.receive(request("BYE", 3, tag));
    assertThat(flow.take()).containsExactly("487 Request Terminated INVITE", "200 OK BYE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void lateRequestIsRefused() {
    String tag = call();
    test.answerAll(200);
    test.receive(request("INFO", 7, tag));
    test.receive(request("INFO", 6, tag));
    assertThat(flow.take()).containsExactly("200 OK INFO", "500 Server Internal Error INFO");
  }

  @Test
  void byeEndsTheCallAtOnce() {
    String tag = call();
    assertThat(test.sessions.sipSessions()).isEqualTo(1);
    test.answerAll(200);
    test.receive(request("BYE", 2, tag));
    assertThat(flow.take()).containsExactly("200 OK BYE");
    assertThat(test.sessions.sipSessions()).isZero();
    test.receive(request("INFO", 3, tag));
    assertThat(flow.take()).containsExactly("481 Call/Transaction Does Not Exist INFO");
  }

  @Test
  void uasEndsTheCallItself() throws IOException {
    SipSession[] session = new SipSession[1];
    test.onRequest =
        request -> {
          session[0] = request.getSession();
          if (request.getMethod().equals("INVITE")) {
            request.createResponse(200).send();
          }
        };
    test.receive(request("INVITE", 1, "", "Record-Route: <sip:p;lr>"));
    test.receive(request("ACK", 1, flow.lastTag()));
    assertThat(session[0].getState()).isEqualTo(SipSession.State.CONFIRMED);
    flow.take();
    session[0].createRequest("BYE").send();
    test.run();
    var bye = flow.lastRequest();
    assertThat(bye.header(HeaderName.ROUTE)).isEqualTo("<sip:p;lr>");
    assertThat(bye.header(HeaderName.TO)).isEqualTo("<sip:alice@192.0.2.2>;tag=alice");
    assertThat(flow.take()).containsExactly("BYE sip:alice@192.0.2.2");
    test.answer(bye, 200, "alice");
    assertThat(test.log).containsExactly("INVITE", "ACK", "200 BYE");
    assertThat(session[0].isValid()).isFalse();
  }

  @Test
  @Tag("A11")
  @Tag("A15")
  void invalidSessionAnswersWhatIsOpen() {
    SipSession[] session = new SipSession[1];
    test.onRequest = request -> session[0] = request.getSession();
    test.receive(request("INVITE", 1, ""));
    session[0].getApplicationSession().invalidate();
    test.run();
    assertThat(flow.take()).containsExactly("503 Service Unavailable INVITE");
  }

  @Test
  void nonInviteNobodyAnswersIsForgotten() {
    test.receive(request("MESSAGE", 1, ""));
    assertThat(test.sessions.sipSessions()).isEqualTo(1);
    test.pass(Duration.ofSeconds(33));
    assertThat(test.sessions.sipSessions()).isZero();
  }

  @Test
  void keyLeadsToOneApplicationSession() {
    List<Object> seen = new ArrayList<>();
    test.key = request -> "k";
    test.onRequest =
        request -> {
          seen.add(request.getApplicationSession());
          request.getApplicationSession().setInvalidateWhenReady(false);
          request.createResponse(200).send();
        };
    test.receive(request("OPTIONS", 1, ""));
    test.receive(request("OPTIONS", 2, ""));
    assertThat(seen).hasSize(2);
    assertThat(seen.get(0)).isSameAs(seen.get(1));
    assertThat(flow.take()).containsExactly("200 OK OPTIONS", "200 OK OPTIONS");
  }

  @Test
  @Tag("C-G3")
  void namedDispatcherForwards() throws Exception {
    List<SipServletRequest> kept = new ArrayList<>();
    test.onRequest = kept::add;
    test.receive(request("OPTIONS", 1, ""));
    ServletDispatcher.of(test.application, "main").forward(kept.get(0), null);
    assertThat(kept).hasSize(2);
    assertThat(ServletDispatcher.of(test.application, "none")).isNull();
  }

  /** ADR 61: who gets the initial request by forward handles the session, unless told otherwise. */
  @ParameterizedTest
  @ValueSource(strings = {"forward", "forward, then set", "set, then forward"})
  void targetOfTheFirstForwardHandlesTheSession(String order) {
    test.onRequest =
        request -> {
          boolean first = test.log.size() == 1;
          if (first && order.startsWith("set")) {
            request.getSession().setHandler("main");
          }
          if (first) {
            ServletDispatcher.of(test.application, "helper").forward(request, null);
            request.createResponse(200).send();
          }
          if (first && order.endsWith("then set")) {
            request.getSession().setHandler("main");
          }
        };
    test.receive(request("INVITE", 1, ""));
    test.receive(request("ACK", 1, flow.lastTag()));
    String handler = order.equals("forward") ? "helper ACK" : "ACK";
    assertThat(test.log).containsExactly("INVITE", "helper INVITE", handler);
  }

  @Test
  void ownRouteIsPopped() {
    List<SipServletRequest> seen = new ArrayList<>();
    test.onRequest = seen::add;
    test.receive(request("OPTIONS", 1, "", "Route: <sip:x@192.0.2.1;lr;p=1>, <sip:next;lr>"));
    assertThat(seen.get(0).getPoppedRoute()).hasToString("<sip:x@192.0.2.1;lr;p=1>");
    assertThat(seen.get(0).getParameter("p")).isEqualTo("1");
    assertThat(seen.get(0).getHeader("Route")).isEqualTo("<sip:next;lr>");
  }

  /** An INVITE that the application has forgotten, and what is suspended in it (rule A15). */
  @Test
  @Tag("A15")
  void inviteNobodyAnswersEnds() {
    List<String> abandoned = new ArrayList<>();
    Runnable end = () -> abandoned.add("session end");
    test.onRequest =
        request -> {
          AppSession session = (AppSession) request.getApplicationSession();
          session.hold(end);
          ((RequestFacade) request)
              .suspend(
                  IllegalStateException::new,
                  why -> {
                    abandoned.add(why);
                    session.release(end);
                  });
        };
    test.receive(request("INVITE", 1, ""));
    test.pass(Duration.ofSeconds(590), Duration.ofSeconds(10));
    flow.take();
    test.pass(Duration.ofSeconds(20), Duration.ofSeconds(1));
    assertThat(flow.take()).contains("408 Request Timeout INVITE");
    assertThat(abandoned).containsExactly("nobody has answered");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  /** A request of a dialog that nobody answers stands in no later one's way. */
  @Test
  void updateNobodyAnswersIsForgotten() {
    String tag = call();
    test.onRequest = request -> {};
    test.receive(request("UPDATE", 2, tag));
    test.pass(Duration.ofSeconds(33));
    flow.take();
    test.answerAll(200);
    test.receive(request("UPDATE", 3, tag));
    assertThat(flow.take()).containsExactly("200 OK UPDATE");
  }

  /** The Contact of a request that makes no dialog is read only if the application asks for it. */
  @Test
  void unreadableContactHurtsWhoAsksForIt() {
    List<SipSession> kept = new ArrayList<>();
    test.onRequest =
        request -> {
          request.getSession().setInvalidateWhenReady(false);
          request.getApplicationSession().setInvalidateWhenReady(false);
          kept.add(request.getSession());
          request.createResponse(200).send();
        };
    test.receive(request("MESSAGE", 1, "").replace(CONTACT, "Contact: <sip:a@[z]>"));
    assertThat(flow.take()).containsExactly("200 OK MESSAGE");
    assertThat(kept.get(0).isReadyToInvalidate()).isTrue();
    assertThatThrownBy(() -> kept.get(0).createRequest("MESSAGE"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(kept.get(0).getRemoteParty()).hasToString("<sip:alice@192.0.2.2>;tag=alice");
  }

  /** An INVITE's are read at once: its dialog needs them. */
  @Test
  void unreadableContactOfAnInviteIsRefused() {
    test.receive(request("INVITE", 1, "").replace(CONTACT, "Contact: <sip:a@[z]>"));
    assertThat(flow.take()).hasSize(1).allMatch(line -> line.startsWith("400"));
    assertThat(test.log).isEmpty();
  }

  /**
   * Same in other containers; a BYE that nobody answers ends its dialog when its client gives up.
   */
  @Test
  void dialogEndsWithTheAnswerToItsBye() {
    List<State> states = new ArrayList<>();
    test.onRequest =
        request -> {
          states.add(request.getSession().getState());
          if (request.getMethod().equals("INVITE")) {
            request.createResponse(200).send();
          }
          states.add(request.getSession().getState());
        };
    test.receive(request("INVITE", 1, ""));
    test.receive(request("ACK", 1, test.flow.lastTag()));
    test.receive(request("BYE", 2, test.flow.lastTag()));
    assertThat(states)
        .containsExactly(
            State.INITIAL,
            State.CONFIRMED,
            State.CONFIRMED,
            State.CONFIRMED,
            State.CONFIRMED,
            State.CONFIRMED);
    test.pass(Duration.ofSeconds(33));
    assertThat(test.sessions.sipSessions()).isZero();
  }

  @Test
  @Tag("289-4.1.2")
  void partiesOfARequestInADialogMayChange() throws Exception {
    List<SipSession> sessions = new ArrayList<>();
    test.onRequest =
        request -> {
          sessions.add(request.getSession());
          request.createResponse(200).send();
        };
    test.receive(request("INVITE", 1, ""));
    String tag = test.flow.lastTag();
    SipServletRequest info = sessions.get(0).createRequest("INFO");
    info.getAddressHeader("From").setDisplayName("Bob");
    info.getFrom().setURI(test.factory.createSipURI("robert", "desk"));
    assertThatThrownBy(() -> info.getFrom().setParameter("tag", "x"))
        .isInstanceOf(IllegalStateException.class);
    info.send();
    test.run();
    assertThat(test.flow.lastRequest().header(HeaderName.FROM))
        .isEqualTo("\"Bob\" <sip:robert@desk>;tag=" + tag);
  }
}
