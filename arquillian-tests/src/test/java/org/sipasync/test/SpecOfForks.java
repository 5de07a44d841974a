package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.testkit.phone.Body;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, 6.2.3.2: a call that is forked has a session for each callee. */
interface SpecOfForks extends InSpecification {

  /** Answers as one of several callees behind one proxy. */
  private static void answer(SipPhone phone, SipMessage invite, String tag, int status) {
    String to = "To: " + invite.header("To") + ";tag=" + tag;
    if (status == 200) {
      phone.respond(invite, status, "OK", Body.SDP, to);
    } else {
      phone.respond(invite, status, "Answered", to);
    }
  }

  private Map<String, String> response(String mark, String beginning) {
    return InContainer.pairs(
        awaitNote(mark, beginning)
            .lines()
            .filter(line -> line.startsWith(beginning))
            .findFirst()
            .orElseThrow());
  }

  private SipMessage call(SipPhone phone, SipPhone callee, String what, String mark) {
    ask(phone, "forks;do=%s;port=%d;mark=%s".formatted(what, callee.port(), mark));
    return callee.awaitRequest("INVITE");
  }

  /**
   *
   *
   * <pre>
   * forks                  callees a, b
   *   │ INVITE ─────────────▶│
   *   │◀────────────── 180 a │ the session that called
   *   │◀────────────── 180 b │ a derived session
   *   │◀────────────── 200 b │
   *   │ ACK b ──────────────▶│
   * </pre>
   */
  @Test
  @Tag("289-6.2.3.2")
  @DisplayName("A second early dialog gets a derived session, with the first one's attributes")
  default void earlyDialogs() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      SipMessage invite = call(phone, callee, "call", mark);
      answer(callee, invite, "a", 180);
      Map<String, String> first = response(mark, "180 INVITE tag=a EARLY");
      answer(callee, invite, "b", 180);
      Map<String, String> second = response(mark, "180 INVITE tag=b EARLY");
      assertThat(first).containsEntry("color", "red");
      assertThat(second).containsEntry("color", "red");
      assertThat(second.get("session")).isNotEqualTo(first.get("session"));
      answer(callee, invite, "b", 200);
      assertThat(callee.awaitRequest("ACK").header("To")).endsWith("tag=b");
      assertThat(response(mark, "200 INVITE tag=b CONFIRMED"))
          .containsEntry("session", second.get("session"));
    }
  }

  @Test
  @Tag("289-6.2.3.2")
  @DisplayName("Two callees accept: two sessions, and each 200 gets its ACK")
  default void bothAccept() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      SipMessage invite = call(phone, callee, "call", mark);
      answer(callee, invite, "a", 200);
      assertThat(callee.awaitRequest("ACK").header("To")).endsWith("tag=a");
      answer(callee, invite, "b", 200);
      assertThat(callee.awaitRequest("ACK").header("To")).endsWith("tag=b");
      assertThat(response(mark, "200 INVITE tag=b CONFIRMED").get("session"))
          .isNotEqualTo(response(mark, "200 INVITE tag=a CONFIRMED").get("session"));
    }
  }

  @Test
  @Tag("289-6.2.3.2")
  @DisplayName("Each session's BYE goes to its own dialog")
  default void byeOfEach() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      SipMessage invite = call(phone, callee, "bye", mark);
      answer(callee, invite, "a", 200);
      SipMessage first = callee.awaitRequest("BYE");
      callee.respond(first, 200, "OK");
      answer(callee, invite, "b", 200);
      SipMessage second = callee.awaitRequest("BYE");
      callee.respond(second, 200, "OK");
      assertThat(first.header("To")).endsWith("tag=a");
      assertThat(second.header("To")).endsWith("tag=b");
      assertThat(second.header("From")).isEqualTo(first.header("From"));
    }
  }

  @Test
  @Tag("289-6.2.3.2")
  @DisplayName("A derived session sends requests in its own early dialog: UPDATE")
  default void updateInEarlyDialogs() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      SipMessage invite = call(phone, callee, "update", mark);
      answer(callee, invite, "a", 180);
      SipMessage first = callee.awaitRequest("UPDATE");
      callee.respond(first, 200, "OK");
      answer(callee, invite, "b", 180);
      SipMessage second = callee.awaitRequest("UPDATE");
      callee.respond(second, 200, "OK");
      assertThat(first.header("To")).endsWith("tag=a");
      assertThat(second.header("To")).endsWith("tag=b");
      answer(callee, invite, "a", 486);
      response(mark, "486 INVITE");
    }
  }

  @Test
  @Tag("289-6.2.2.2")
  @DisplayName("After a refusal the session is INITIAL: the same Call-ID and From, no To tag")
  default void callAgain() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      SipMessage invite = call(phone, callee, "again", mark);
      answer(callee, invite, "a", 180);
      answer(callee, invite, "a", 486);
      SipMessage again = callee.awaitRequest("INVITE");
      answer(callee, again, "c", 200);
      assertThat(again.header("Call-ID")).isEqualTo(invite.header("Call-ID"));
      assertThat(again.header("From")).isEqualTo(invite.header("From"));
      assertThat(again.toTag()).isNull();
      assertThat(number(again)).isGreaterThan(number(invite));
      Map<String, String> accepted = response(mark, "200 INVITE tag=c CONFIRMED");
      assertThat(response(mark, "180 INVITE tag=a"))
          .containsEntry("session", accepted.get("session"));
    }
  }

  private static int number(SipMessage request) {
    return Integer.parseInt(request.header("CSeq").split(" ")[0]);
  }
}
