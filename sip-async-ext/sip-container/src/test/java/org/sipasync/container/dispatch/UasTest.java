package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.ParseException;

class UasTest {
  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;

  @AfterEach
  void close() {
    test.close();
  }

  private void answer(int status) {
    test.onRequest = request -> request.createResponse(status).send();
  }

  private String tag() {
    try {
      return flow.last().toTag();
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  /** A call that is answered and acknowledged; its To tag. */
  private String call() {
    answer(200);
    test.receive(request("INVITE", 1, ""));
    String tag = tag();
    test.onRequest = request -> {};
    test.receive(request("ACK", 1, tag));
    flow.take();
    test.log.clear();
    return tag;
  }

  @Test
  void requestIsAnsweredAndNothingIsLeft() {
    answer(200);
    test.receive(request("OPTIONS", 1, ""));
    assertThat(test.log).containsExactly("OPTIONS");
    assertThat(tag()).isNotNull();
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

  @ParameterizedTest
  @ValueSource(strings = {"BYE", "INFO", "PRACK", "INVITE", "OPTIONS", "MESSAGE", "REFER"})
  @Tag("C-B1")
  @Tag("C-B2")
  void requestOfAnUnknownDialogIsRefused(String method) {
    answer(200);
    test.receive(request(method, "sip:elsewhere@203.0.113.1", "x", 1, "unknown"));
    assertThat(flow.take()).containsExactly("481 Call/Transaction Does Not Exist " + method);
    assertThat(test.log).isEmpty();
  }

  @Test
  @Tag("C-B1")
  void ackOfAnUnknownDialogIsDropped() {
    test.receive(request("ACK", "sip:elsewhere@203.0.113.1", "x", 1, "unknown"));
    assertThat(flow.take()).isEmpty();
    assertThat(test.log).isEmpty();
  }

  @Test
  @Tag("C-B3")
  void cancelOfNothingIsRefused() {
    test.receive(request("CANCEL", 1, ""));
    assertThat(flow.take()).containsExactly("481 Call/Transaction Does Not Exist CANCEL");
  }

  @Test
  @Tag("C-B5")
  void mergedRequestIsRefused() {
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "one", 1, ""));
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "two", 1, ""));
    assertThat(flow.take()).containsExactly("482 Loop Detected INVITE");
    assertThat(test.log).containsExactly("INVITE");
  }

  @Test
  @Tag("C-F5")
  void unknownExtensionIsRefused() {
    test.receive(request("INVITE", 1, "", "Require: 100rel, foo, bar"));
    assertThat(flow.last().header(HeaderName.UNSUPPORTED)).isEqualTo("foo, bar");
    assertThat(flow.take()).containsExactly("420 Bad Extension INVITE");
  }

  @Test
  @Tag("C-F8")
  void methodsNobodyHandlesAreRefused() {
    SipServlet calls =
        new SipServlet() {
          private static final long serialVersionUID = 1;

          @Override
          protected void doInvite(SipServletRequest request) {}
        };
    try (TestContainer other = new TestContainer(calls)) {
      other.receive(request("MESSAGE", 1, ""));
      assertThat(other.flow.last().header(HeaderName.ALLOW)).isEqualTo("INVITE, ACK, CANCEL");
      assertThat(other.flow.take()).containsExactly("405 Method Not Allowed MESSAGE");
      other.receive(request("FROB", 2, ""));
      assertThat(other.flow.take()).containsExactly("501 Not Implemented FROB");
      assertThat(other.sessions.applicationSessions()).isZero();
    }
  }

  @Test
  void requestNoApplicationWantsIsNotFound() {
    test.receive(request("OPTIONS", "sip:nobody@192.0.2.1", "x", 1, ""));
    assertThat(tag()).isNotNull();
    assertThat(flow.take()).containsExactly("404 Not Found OPTIONS");
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
    String tag = tag();
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
    answer(200);
    test.receive(request("INVITE", 1, ""));
    test.pass(Duration.ofSeconds(31));
    assertThat(test.log).containsExactly("INVITE");
    test.pass(Duration.ofSeconds(2));
    assertThat(test.log).containsExactly("INVITE", "no ACK to 200");
    flow.take();
    test.pass(Duration.ofSeconds(10));
    assertThat(flow.take()).isEmpty();
  }

  @Test
  @Tag("C-B6")
  void cancelEndsTheInviteAndIsTold() {
    List<SipServletRequest> kept = new ArrayList<>();
    test.onRequest = kept::add;
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, ""));
    StringBuilder abandoned = new StringBuilder();
    ((org.sipasync.container.message.RequestFacade) kept.get(0))
        .suspend(operation -> new IllegalStateException(operation), abandoned::append);
    test.arrive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
    assertThat(flow.lines()).containsExactly("200 OK", "487 Request Terminated");
    assertThat(tag()).isNotNull();
    test.run();
    assertThat(flow.take()).startsWith("200 OK CANCEL", "487 Request Terminated INVITE").hasSize(2);
    assertThat(test.log).containsExactly("INVITE", "CANCEL");
    assertThat(abandoned).hasToString("CANCEL");
    assertThatThrownBy(() -> kept.get(0).createResponse(200))
        .isInstanceOf(IllegalStateException.class);
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  @Tag("C-B6")
  void cancelAfterTheAnswerChangesNothing() {
    answer(486);
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, ""));
    String tag = tag();
    flow.take();
    test.receive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
    assertThat(tag()).isEqualTo(tag);
    assertThat(flow.take()).containsExactly("200 OK CANCEL");
    assertThat(test.log).containsExactly("INVITE");
  }

  /** Rule A8: no 2xx leaves for a cancelled INVITE, however late its lane hears of the CANCEL. */
  @Test
  void noOkLeavesAfterACancel() {
    answer(200);
    test.arrive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, ""));
    test.arrive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
    test.run();
    test.pass(Duration.ofMillis(400));
    assertThat(flow.take()).containsExactly("200 OK CANCEL", "487 Request Terminated INVITE");
    assertThat(test.log).as("the handler never saw the INVITE").isEmpty();
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  /** The CANCEL comes while the handler runs: its 2xx is already on its way to the loop. */
  @Test
  void cancelThatMeetsARunningHandlerWins() {
    test.onRequest =
        request -> {
          if (request.getMethod().equals("INVITE")) {
            SipServletResponse ok = request.createResponse(200);
            test.arrive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
            assertThatThrownBy(ok::send).isInstanceOf(IllegalStateException.class);
          }
        };
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, ""));
    test.pass(Duration.ofMillis(400));
    assertThat(flow.take()).containsExactly("200 OK CANCEL", "487 Request Terminated INVITE");
    assertThat(test.log).containsExactly("INVITE", "CANCEL");
  }

  /** The 2xx has left the handler, and meets the CANCEL before the loop. */
  @Test
  void cancelOvertakesAnOk() {
    test.onRequest =
        request -> {
          if (request.getMethod().equals("INVITE")) {
            request.createResponse(200).send();
            test.arrive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
          }
        };
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, ""));
    assertThat(flow.take()).containsExactly("200 OK CANCEL", "487 Request Terminated INVITE");
    assertThat(test.log).containsExactly("INVITE", "CANCEL");
    assertThat(test.sessions.applicationSessions()).isZero();
    test.pass(Duration.ofSeconds(33));
    assertThat(flow.take()).doesNotContain("200 OK INVITE");
    assertThat(test.log).containsExactly("INVITE", "CANCEL");
  }

  /** Rule A15. */
  @Test
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
  @Tag("C-C2")
  void byeEndsAnOpenReInvite() {
    String tag = call();
    test.receive(request("INVITE", 2, tag));
    answer(200);
    test.receive(request("BYE", 3, tag));
    assertThat(flow.take()).containsExactly("487 Request Terminated INVITE", "200 OK BYE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void lateRequestIsRefused() {
    String tag = call();
    answer(200);
    test.receive(request("INFO", 7, tag));
    test.receive(request("INFO", 6, tag));
    assertThat(flow.take()).containsExactly("200 OK INFO", "500 Server Internal Error INFO");
  }

  @Test
  void byeEndsTheCallAtOnce() {
    String tag = call();
    assertThat(test.sessions.sipSessions()).isEqualTo(1);
    answer(200);
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
    test.receive(request("ACK", 1, tag()));
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

  @Test
  void ownRouteIsPopped() {
    List<SipServletRequest> seen = new ArrayList<>();
    test.onRequest = seen::add;
    test.receive(request("OPTIONS", 1, "", "Route: <sip:x@192.0.2.1;lr;p=1>, <sip:next;lr>"));
    assertThat(seen.get(0).getPoppedRoute()).hasToString("<sip:x@192.0.2.1;lr;p=1>");
    assertThat(seen.get(0).getParameter("p")).isEqualTo("1");
    assertThat(seen.get(0).getHeader("Route")).isEqualTo("<sip:next;lr>");
  }
}
