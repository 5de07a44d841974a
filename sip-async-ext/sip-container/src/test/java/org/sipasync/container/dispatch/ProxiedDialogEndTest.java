package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSession.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.SipRequest;

/** Ends of a recorded call's session, and the search that it does not keep. */
@Tag("289-10.4")
class ProxiedDialogEndTest extends RecordedCalls {
  @Test
  void searchIsForgottenWhileTheCallLasts() {
    call();
    WeakReference<Proxy> search = new WeakReference<>(kit.proxy);
    SipSession session = kit.invite.getSession();
    kit.proxy = null;
    kit.invite = null;
    kit.responses.clear();
    kit.callee("one").onFailed = null; // the last transaction
    kit.test.pass(Duration.ofSeconds(70), Duration.ofSeconds(5));
    for (int i = 0; i < 100 && search.get() != null; i++) {
      System.gc();
    }
    assertThat(search.get()).isNull();
    assertThat(session.getState()).isEqualTo(State.CONFIRMED);
    kit.test.receive(inDialog("BYE", 2, "b"));
    assertThat(kit.test.log).containsExactly("BYE");
  }

  @Test
  @Tag("C-D3")
  void forkThatAcceptsLateHasASessionOfItsOwn() {
    kit.callees("one").proxying(proxy -> proxy.setRecordRoute(true)).receive("INVITE");
    SipRequest sent = kit.at("one");
    kit.test.answer(sent, 200, "a", CONTACT);
    kit.test.pass(Duration.ofSeconds(10), Duration.ofMillis(500));
    kit.test.answer(sent, 200, "b", CONTACT);
    assertThat(kit.responses.get(1).getSession())
        .isNotSameAs(kit.responses.get(0).getSession())
        .isNotNull();
  }

  @Test
  void byeThatTheApplicationAnswers() {
    call();
    SipSession session = kit.invite.getSession();
    kit.test.onRequest = bye -> bye.createResponse(200).send();
    kit.test.receive(inDialog("BYE", 2, "b"));
    assertThat(kit.atCaller()).containsExactly("200 OK BYE");
    assertThat(kit.callee("one").lines()).isEmpty();
    assertThat(session.isValid()).isFalse();
    assertThat(kit.test.sessions.sipSessions()).isZero();
  }

  @Test
  void byeThatTheApplicationChallenges() {
    call();
    kit.test.onRequest = bye -> bye.createResponse(407).send();
    kit.test.receive(inDialog("BYE", 2, "b"));
    assertThat(kit.atCaller()).containsExactly("407 Proxy Authentication Required BYE");
    assertThat(kit.invite.getSession().getState()).isEqualTo(State.CONFIRMED);
  }

  /** Caller and callee hang up, or do not: the application hears of the BYE. */
  @Test
  void infoThatTheCalleeDoesNotUnderstand() {
    call();
    SipSession session = kit.invite.getSession();
    for (int status : List.of(481, 408)) {
      kit.test.receive(inDialog("INFO", status, "b"));
      kit.answer("one", status, "b");
      assertThat(session.getState()).isEqualTo(State.CONFIRMED);
    }
    kit.test.log.clear();
    kit.test.receive(inDialog("BYE", 500, "b"));
    assertThat(kit.test.log).containsExactly("BYE");
    kit.answer("one", 481, "b");
    assertThat(session.isValid()).as("RFC 3261 15.1.1").isFalse();
  }

  @Test
  void infoThatTheApplicationRefuses() {
    call();
    kit.test.onRequest = info -> info.createResponse(481).send();
    kit.test.receive(inDialog("INFO", 2, "b"));
    assertThat(kit.atCaller()).hasSize(1).allMatch(line -> line.startsWith("481"));
    assertThat(kit.invite.getSession().getState()).isEqualTo(State.CONFIRMED);
    assertThat(kit.invite.getSession().isReadyToInvalidate()).isFalse();
  }

  /** Its ACK is the application's, and repeats nothing. */
  @Test
  void reInviteThatTheApplicationAccepts() {
    call();
    kit.test.onRequest =
        received -> {
          if (received.getMethod().equals("INVITE")) {
            received.createResponse(200).send();
          }
        };
    kit.test.receive(inDialog("INVITE", 2, "b"));
    assertThat(kit.atCaller()).containsExactly("200 OK INVITE");
    kit.test.receive(inDialog("ACK", 2, "b"));
    assertThat(kit.test.log).containsExactly("INVITE", "ACK");
    kit.test.pass(Duration.ofSeconds(5), Duration.ofMillis(500));
    assertThat(kit.atCaller()).isEmpty();
    assertThat(kit.callee("one").lines()).isEmpty();
  }

  /** Each side counts its requests itself. */
  @Test
  void acknowledgementsOfBothSides() {
    call();
    List<SipServletRequest> seen = new ArrayList<>();
    kit.test.onRequest =
        received -> {
          if (received.getMethod().equals("ACK")) {
            seen.add(received);
          }
        };
    kit.test.receive(inDialog("ACK", 100, "b"));
    kit.test.receive(fromCallee("ACK", 7));
    kit.test.receive(fromCallee("ACK", 7));
    kit.test.receive(inDialog("ACK", 101, "b"));
    assertThat(seen)
        .extracting(ack -> ack.getHeader("CSeq"))
        .containsExactly("100 ACK", "7 ACK", "101 ACK");
    assertThat(kit.atCaller()).as("passed each time").hasSize(2);
  }
}
