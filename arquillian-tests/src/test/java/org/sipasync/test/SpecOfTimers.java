package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, chapter 9: the timer service. */
interface SpecOfTimers extends InSpecification {

  @Test
  @Tag("289-9")
  @DisplayName("A timer fires once, with its information")
  default void timerFires() {
    String mark = mark();
    try (SipPhone phone = phone()) {
      ask(phone, "timers;do=once;mark=" + mark);
      assertThat(awaitNote(mark, "timer once")).containsOnlyOnce("timer once");
    }
  }

  @Test
  @Tag("289-9")
  @DisplayName("A repeating timer fires until it is cancelled in its own callback")
  default void repeatingTimer() {
    String mark = mark();
    try (SipPhone phone = phone()) {
      ask(phone, "timers;do=repeat;mark=" + mark);
      awaitNote(mark, "cancelled");
      ask(phone, "timers;do=once;mark=" + mark()); // 20 ms: two periods
      assertThat(notes(mark).lines().filter("timer repeat"::equals)).hasSize(3);
    }
  }

  @Test
  @Tag("289-9")
  @DisplayName("A session keeps a request; the timer answers it")
  default void requestInSession() {
    try (SipPhone phone = phone()) {
      assertThat(ask(phone, "timers;do=later")).isEqualTo("by timer");
    }
  }

  @Test
  @Tag("289-9")
  @DisplayName("Session and timer know each other; a timer is kept as an attribute")
  default void timersOfSession() {
    try (SipPhone phone = phone()) {
      assertThat(ask(phone, "timers;do=look"))
          .isEqualTo("all=1 byId=true info=info session=true kept=true unknown=null");
    }
  }

  @Test
  @Tag("289-9")
  @DisplayName("A cancelled timer is no longer of its session; cancelling again does nothing")
  default void cancelledTimer() {
    try (SipPhone phone = phone()) {
      assertThat(ask(phone, "timers;do=cancel")).isEqualTo("left=0 byId=null again=ok");
    }
  }

  @Test
  @Tag("289-9")
  @DisplayName("A timer tells the time that remains")
  default void timeRemaining() {
    try (SipPhone phone = phone()) {
      assertThat(ask(phone, "timers;do=remaining")).isEqualTo("true");
    }
  }

  @Test
  @Tag("289-6.1.2.2")
  @DisplayName("A session with a timer is not ready; after the timer it is, and ends")
  default void timerKeepsSession() {
    String mark = mark();
    try (SipPhone phone = phone()) {
      phone.request("MESSAGE", "timers;do=ready;mark=" + mark).expect(200);
      assertThat(awaitNote(mark, "application is ready"))
          .startsWith("ready false\n")
          .containsSubsequence("timer x", "application is ready");
    }
  }

  @Test
  @Tag("289-9")
  @DisplayName("invalidate() of the session cancels its timers")
  default void invalidateCancelsTimers() {
    String mark = mark();
    String other = mark();
    try (SipPhone phone = phone()) {
      phone.request("MESSAGE", "timers;do=invalidate;mark=" + mark).expect(200);
      ask(phone, "timers;do=ready;mark=" + other);
      awaitNote(mark, "invalidated; ok");
      assertThat(notes(mark)).doesNotContain("timer dead");
    }
  }

  @Test
  @Tag("289-9")
  @DisplayName("An invalid session gets no timer")
  default void timerOfInvalidSession() {
    String mark = mark();
    try (SipPhone phone = phone()) {
      phone.request("MESSAGE", "timers;do=ofInvalid;mark=" + mark);
      assertThat(awaitNote(mark, "Exception")).contains("IllegalStateException");
    }
  }
}
