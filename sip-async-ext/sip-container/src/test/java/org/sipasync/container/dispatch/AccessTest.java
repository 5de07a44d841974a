package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.container.message.Caller;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.Access;
import org.sipasync.sip.message.HeaderName;

/** Requests that wait until their senders are known (JSR 289, 17). */
@Tag("C-G5")
class AccessTest {
  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final List<Consumer<Access.Verdict>> checks = new ArrayList<>();
  private final List<SipServletRequest> handled = new ArrayList<>();
  private String guarded = "INVITE";

  AccessTest() {
    test.access =
        new Access() {
          @Override
          public boolean guards(String servlet, String method) {
            return method.equals(guarded);
          }

          @Override
          public void check(RequestFacade request, String servlet, Consumer<Verdict> onDecided) {
            checks.add(onDecided);
          }
        };
    test.onRequest = handled::add;
  }

  @AfterEach
  void close() {
    test.close();
  }

  private static boolean admit(RequestFacade request) {
    request.caller(new Caller(() -> "anna", "staff"::equals));
    return true;
  }

  private static boolean refuse(RequestFacade request) throws java.io.IOException {
    var challenge = request.createResponse(401);
    challenge.setHeader("WWW-Authenticate", "Digest realm=\"r\"");
    challenge.send();
    return false;
  }

  private void invite() {
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, ""));
  }

  private void decide(Access.Verdict verdict) {
    checks.remove(0).accept(verdict);
    test.run();
  }

  @Test
  void admittedRequestReachesItsServletWithItsSender() {
    invite();
    assertThat(handled).isEmpty();
    assertThat(flow.take()).isEmpty();
    decide(AccessTest::admit);
    SipServletRequest invite = handled.get(0);
    assertThat(invite.getRemoteUser()).isEqualTo("anna");
    assertThat(invite.getUserPrincipal().getName()).isEqualTo("anna");
    assertThat(invite.isUserInRole("staff")).isTrue();
    assertThat(invite.isUserInRole("boss")).isFalse();
  }

  @Test
  void refusedRequestIsAnsweredAndItsSessionEnds() {
    invite();
    decide(AccessTest::refuse);
    assertThat(handled).isEmpty();
    assertThat(flow.take()).containsExactly("401 Unauthorized INVITE");
    assertThat(test.sessions.applicationSessions()).isZero();
    assertThat(test.sessions.sipSessions()).isZero();
  }

  @Test
  void otherMethodsAreNotHeld() {
    guarded = "REGISTER";
    invite();
    assertThat(handled).hasSize(1);
    assertThat(handled.get(0).getUserPrincipal()).isNull();
    assertThat(handled.get(0).getRemoteUser()).isNull();
    assertThat(handled.get(0).isUserInRole("staff")).isFalse();
  }

  /** The servlet has not heard of the INVITE, so it does not hear of its end. */
  @Test
  void cancelEndsACheck() {
    invite();
    test.receive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
    assertThat(flow.take()).startsWith("200 OK CANCEL", "487 Request Terminated INVITE");
    decide(AccessTest::admit);
    assertThat(handled).isEmpty();
    assertThat(test.log).isEmpty();
    assertThat(flow.take()).isEmpty();
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void refusalAfterACancelChangesNothing() {
    invite();
    test.receive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
    flow.take();
    decide(AccessTest::refuse);
    assertThat(flow.take()).isEmpty();
  }

  /** An established call, whose next requests are guarded. */
  private String call() {
    guarded = "INFO";
    test.answerAll(200);
    invite();
    String tag = flow.lastTag();
    test.receive(request("ACK", 1, tag));
    test.onRequest = handled::add;
    flow.take();
    return tag;
  }

  private List<String> methods() {
    return handled.stream().map(each -> each.getMethod() + " " + each.getHeader("CSeq")).toList();
  }

  @Test
  void requestsWaitForOneOfTheirSessionThatIsHeld() {
    String tag = call();
    test.receive(request("INFO", 2, tag));
    test.receive(request("MESSAGE", 3, tag));
    assertThat(handled).isEmpty();
    decide(AccessTest::admit);
    assertThat(methods()).containsExactly("INFO 2 INFO", "MESSAGE 3 MESSAGE");
  }

  @Test
  void eachOfSeveralIsCheckedInItsTurn() {
    String tag = call();
    test.receive(request("INFO", 2, tag));
    test.receive(request("MESSAGE", 3, tag));
    test.receive(request("INFO", 4, tag));
    test.receive(request("MESSAGE", 5, tag));
    assertThat(checks).hasSize(1);
    decide(AccessTest::admit);
    assertThat(methods()).containsExactly("INFO 2 INFO", "MESSAGE 3 MESSAGE");
    decide(AccessTest::admit);
    assertThat(methods())
        .containsExactly("INFO 2 INFO", "MESSAGE 3 MESSAGE", "INFO 4 INFO", "MESSAGE 5 MESSAGE");
  }

  @Test
  void othersGoOnBehindARefusal() {
    String tag = call();
    test.receive(request("INFO", 2, tag));
    test.receive(request("MESSAGE", 3, tag));
    decide(AccessTest::refuse);
    assertThat(methods()).containsExactly("MESSAGE 3 MESSAGE");
    assertThat(flow.take()).contains("401 Unauthorized INFO");
  }

  @Test
  void othersGoOnBehindACheckThatFails() {
    String tag = call();
    test.receive(request("INFO", 2, tag));
    test.receive(request("MESSAGE", 3, tag));
    decide(
        request -> {
          throw new IllegalStateException("no store");
        });
    assertThat(methods()).containsExactly("MESSAGE 3 MESSAGE");
  }

  /** Neither of the INVITE that waits nor of its CANCEL. */
  @Test
  void servletDoesNotHearOfACancelledInviteThatWaits() {
    String tag = call();
    test.receive(request("INFO", 2, tag));
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "again", 3, tag));
    test.receive(request("CANCEL", "sip:bob@192.0.2.1", "again", 3, tag));
    assertThat(flow.take()).contains("487 Request Terminated INVITE");
    decide(AccessTest::admit);
    assertThat(methods()).containsExactly("INFO 2 INFO");
    assertThat(test.log).doesNotContain("CANCEL");
  }

  /** The BYE waits for nothing: all before it is answered, but the ACK goes first. */
  @Test
  @Tag("A15")
  void byeEndsWhatWaitsAndComesBehindTheAck() {
    guarded = "INFO";
    test.answerAll(200);
    invite();
    String tag = flow.lastTag();
    test.log.clear();
    test.receive(request("INFO", 2, tag));
    test.receive(request("ACK", 1, tag));
    test.receive(request("MESSAGE", 3, tag));
    flow.take();
    test.onRequest =
        request -> {
          if (request.getMethod().equals("BYE")) {
            request.createResponse(200).send();
          }
        };
    test.receive(request("BYE", 4, tag));
    assertThat(flow.take())
        .contains("487 Request Terminated INFO", "487 Request Terminated MESSAGE", "200 OK BYE");
    assertThat(test.log).containsExactly("ACK", "BYE");
    decide(AccessTest::admit);
    assertThat(test.log).containsExactly("ACK", "BYE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void moreThanMayWaitGet503() {
    String tag = call();
    test.receive(request("INFO", 2, tag));
    for (int i = 0; i < AccessCheck.MAX_WAITING; i++) {
      test.receive(request("MESSAGE", 3 + i, tag));
    }
    assertThat(flow.take()).isEmpty();
    test.receive(request("MESSAGE", 3 + AccessCheck.MAX_WAITING, tag));
    assertThat(flow.take()).containsExactly("503 Service Unavailable MESSAGE");
    decide(AccessTest::admit);
    assertThat(handled).hasSize(1 + AccessCheck.MAX_WAITING);
  }

  @Test
  void endOfTheSessionAnswersWhatWaits() {
    String tag = call();
    test.receive(request("INFO", 2, tag));
    test.receive(request("MESSAGE", 3, tag));
    test.sessions.of(test.application).get(0).invalidate();
    test.run();
    assertThat(flow.take())
        .contains("503 Service Unavailable INFO", "503 Service Unavailable MESSAGE");
    decide(AccessTest::admit);
    assertThat(handled).isEmpty();
  }

  /** The 2xx waits for the PRACK's handler, however long that waits itself. */
  @Test
  @Tag("289-5.7.1")
  void acceptanceWaitsForAPrackThatWaits() {
    guarded = "INFO";
    test.onRequest =
        request -> {
          if (request.getMethod().equals("INVITE")) {
            request.createResponse(183).sendReliably();
            request.createResponse(200).send();
          } else if (!request.getMethod().equals("ACK")) {
            request.createResponse(200).send();
          }
        };
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, "", "Supported: 100rel"));
    String tag = flow.lastTag();
    String rseq = flow.lastResponse().header(HeaderName.RSEQ);
    test.receive(request("INFO", 2, tag));
    flow.take();
    test.receive(request("PRACK", 3, tag, "RAck: " + rseq + " 1 INVITE"));
    assertThat(flow.take()).isEmpty();
    decide(AccessTest::admit);
    assertThat(flow.take()).containsExactly("200 OK INFO", "200 OK PRACK", "200 OK INVITE");
  }

  @Test
  @Tag("A15")
  void byeEndsACheck() {
    String tag = call();
    test.receive(request("INFO", 2, tag));
    test.answerAll(200);
    test.receive(request("BYE", 3, tag));
    assertThat(flow.take()).contains("487 Request Terminated INFO", "200 OK BYE");
    decide(AccessTest::admit);
    assertThat(test.log).doesNotContain("INFO");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void endOfTheSessionEndsACheck() {
    String tag = call();
    test.receive(request("INFO", 2, tag));
    test.sessions.of(test.application).get(0).invalidate();
    test.run();
    assertThat(flow.take()).contains("503 Service Unavailable INFO");
    decide(AccessTest::admit);
    assertThat(handled).isEmpty();
  }

  @Test
  void checkThatFailsIsAnswered500() {
    invite();
    decide(
        request -> {
          throw new IllegalStateException("no store");
        });
    assertThat(flow.take()).containsExactly("500 Server Internal Error INVITE");
    assertThat(handled).isEmpty();
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void checkThatCannotBeginIsAnswered500() {
    test.access =
        new Access() {
          @Override
          public boolean guards(String servlet, String method) {
            return true;
          }

          @Override
          public void check(RequestFacade request, String servlet, Consumer<Verdict> onDecided) {
            throw new IllegalStateException("no engine");
          }
        };
    invite();
    assertThat(flow.take()).containsExactly("500 Server Internal Error INVITE");
  }
}
