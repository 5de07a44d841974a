package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, 6.1.2 and 6.2: states, readiness, invalidation and expiry of sessions. */
interface SpecOfLifetime extends InSpecification {

  private static void talkAndHangUp(SipPhone phone, String uri) {
    Call call = phone.invite(uri);
    call.expect(200);
    call.ack();
    call.bye().expect(200);
  }

  @Test
  @Tag("289-6.2.1")
  @DisplayName("A callee's session: INITIAL, EARLY, CONFIRMED, TERMINATED")
  default void statesOfCallee() {
    String mark = mark();
    try (SipPhone phone = phone()) {
      talkAndHangUp(phone, "lifetime;mark=" + mark);
      assertThat(awaitNote(mark, "hung up"))
          .contains("at first INITIAL not ready")
          .contains("ringing EARLY not ready")
          .contains("accepted CONFIRMED not ready")
          .contains("hung up TERMINATED");
    }
  }

  @Test
  @Tag("289-6.2.4")
  @Tag("C-E3")
  @DisplayName("A session is ready at once after a BYE, and the listener is told")
  default void readyAfterBye() {
    String mark = mark();
    try (SipPhone phone = phone()) {
      talkAndHangUp(phone, "lifetime;mark=" + mark);
      assertThat(awaitNote(mark, "application is destroyed"))
          .contains("hung up TERMINATED ready")
          .containsSubsequence(
              "session is ready", "application is ready", "application is destroyed");
    }
  }

  @Test
  @Tag("289-6.2.4")
  @Tag("C-E3")
  @DisplayName("A callee's session that refused the call is TERMINATED and ready at once")
  default void readyAfterRefusal() {
    String mark = mark();
    try (SipPhone phone = phone()) {
      phone.invite("lifetime;do=refuse;mark=" + mark).ackFailure(403);
      assertThat(awaitNote(mark, "application is ready")).contains("refused TERMINATED ready");
    }
  }

  @Test
  @Tag("289-6.2.4")
  @Tag("C-E3")
  @DisplayName("A caller's session goes from EARLY back to INITIAL with a refusal, and is ready")
  default void readyAfterBeingRefused() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      ask(phone, "lifetime;do=call;port=" + callee.port() + ";mark=" + mark);
      IncomingCall call = callee.awaitCall();
      call.ring();
      call.refuse(403, "Forbidden");
      assertThat(awaitNote(mark, "403"))
          .contains("sent INITIAL not ready")
          .contains("180 EARLY not ready")
          .contains("403 INITIAL ready");
    }
  }

  @Test
  @Tag("289-6.2.4")
  @DisplayName("A caller's session is ready after its own BYE was answered")
  default void readyAfterOwnBye() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      ask(phone, "lifetime;do=call;port=" + callee.port() + ";mark=" + mark);
      IncomingCall call = callee.awaitCall();
      call.accept();
      call.awaitAck();
      call.awaitBye();
      assertThat(awaitNote(mark, "session is ready")).contains("200 CONFIRMED not ready");
    }
  }

  @Test
  @Tag("289-6.2.2")
  @DisplayName("An INITIAL session with a transaction under way makes no further request")
  default void noSecondRequestAtFirst() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      ask(phone, "lifetime;do=call;port=" + callee.port() + ";mark=" + mark);
      IncomingCall call = callee.awaitCall();
      String notes = awaitNote(mark, "sent ");
      call.refuse(486, "Busy Here"); // not before: a dialog that has ended refuses, too
      assertThat(notes).contains("INVITE IllegalStateException");
    }
  }

  @Test
  @Tag("289-6.2.1")
  @DisplayName("A TERMINATED session makes no request")
  default void noRequestAfterTheEnd() {
    String mark = mark();
    try (SipPhone phone = phone()) {
      talkAndHangUp(phone, "lifetime;mark=" + mark);
      assertThat(awaitNote(mark, "hung up")).contains("INFO IllegalStateException");
    }
  }

  @Test
  @Tag("289-6.2.4")
  @DisplayName("A session that is EARLY is invalidated explicitly, once")
  default void earlySessionIsInvalidated() {
    String mark = mark();
    try (SipPhone phone = phone()) {
      phone.invite("lifetime;do=early;mark=" + mark).expect(180);
      assertThat(awaitNote(mark, "invalidate ")).contains("invalidate ok IllegalStateException");
    }
  }

  @Test
  @Tag("289-6.2.4")
  @DisplayName("A session that is CONFIRMED is invalidated explicitly; a BYE then gets 481")
  default void confirmedSessionIsInvalidated() {
    String mark = mark();
    try (SipPhone phone = phone()) {
      Call call = phone.invite("lifetime;do=confirmed;mark=" + mark);
      call.expect(200);
      call.ack();
      assertThat(awaitNote(mark, "invalidate ")).contains("invalidate ok IllegalStateException");
      call.bye().expect(481);
    }
  }

  @Test
  @Tag("289-6.2.4")
  @DisplayName("invalidateWhenReady is true at first")
  default void defaults() {
    try (SipPhone phone = phone()) {
      assertThat(ask(phone, "lifetime;do=defaults")).isEqualTo("true true");
    }
  }

  @Test
  @Tag("289-6.2.4")
  @DisplayName("invalidateWhenReady false: listeners are not told, sessions stay")
  default void keptSessions() {
    String mark = mark();
    String other = mark();
    try (SipPhone phone = phone()) {
      talkAndHangUp(phone, "lifetime;do=keep;mark=" + mark);
      talkAndHangUp(phone, "lifetime;mark=" + other);
      awaitNote(other, "application is destroyed");
      assertThat(awaitNote(mark, "hung up")).doesNotContain("is ready").doesNotContain("destroyed");
    }
  }

  @Test
  @Tag("289-6.2.4")
  @DisplayName("A listener that is told sets invalidateWhenReady false: the session stays")
  default void keptByListener() {
    String mark = mark();
    String other = mark();
    try (SipPhone phone = phone()) {
      talkAndHangUp(phone, "lifetime;do=keepLate;mark=" + mark);
      talkAndHangUp(phone, "lifetime;mark=" + other);
      awaitNote(other, "application is destroyed");
      assertThat(awaitNote(mark, "session is ready")).doesNotContain("destroyed");
    }
  }

  @Test
  @Tag("289-6.2.2")
  @DisplayName("createRequest makes neither ACK nor CANCEL")
  default void methodsOfCreateRequest() {
    try (SipPhone phone = phone()) {
      assertThat(ask(phone, "lifetime;do=methods"))
          .isEqualTo("IllegalArgumentException IllegalArgumentException");
    }
  }

  @Test
  @Tag("289-6.2.2")
  @DisplayName("createRequest refuses what is no method")
  default void noMethod() {
    try (SipPhone phone = phone()) {
      assertThat(ask(phone, "lifetime;do=noMethod")).isEqualTo("IllegalArgumentException");
    }
  }

  @Test
  @Tag("289-6.2.6")
  @DisplayName("setHandler: a servlet that is not there is refused")
  default void unknownHandler() {
    try (SipPhone phone = phone()) {
      assertThat(ask(phone, "lifetime;do=handler")).isEqualTo("ServletException");
    }
  }

  @Test
  @Tag("289-6.1.2.1")
  @DisplayName("setExpires: minutes from now; 0 is for ever")
  default void expiry() {
    try (SipPhone phone = phone()) {
      assertThat(ask(phone, "lifetime;do=expires")).isEqualTo("5 5 true 0");
    }
  }

  @Test
  @Tag("289-6.1.2.2")
  @DisplayName("An invalid session is of no use")
  default void invalidSession() {
    String mark = mark();
    try (SipPhone phone = phone()) {
      ask(phone, "lifetime;do=invalidate;mark=" + mark);
      assertThat(awaitNote(mark, "valid "))
          .contains("application is destroyed")
          .endsWith(
              "valid false false, get IllegalStateException IllegalStateException,"
                  + " expires IllegalStateException");
    }
  }
}
