package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, 15.11: requests that name another dialog, by Join (RFC 3911) or Replaces (RFC 3891). */
interface SpecOfJoining extends InSpecification {

  /** A call that the servlet has accepted, and what it said of itself. */
  record Accepted(Call call, SipMessage ok, Map<String, String> said) {
    static Accepted of(SipPhone phone, String... headers) {
      Call call = phone.invite("joining", headers);
      SipMessage ok = call.expect(200);
      call.ack();
      return new Accepted(call, ok, InContainer.pairs(ok.body()));
    }

    /** A header that names this dialog. */
    String named(String header) {
      String from = ok.header("From");
      return "%s: %s;to-tag=%s;from-tag=%s"
          .formatted(header, call.callId(), ok.toTag(), from.substring(from.indexOf(";tag=") + 5));
    }

    void hangUp() {
      call.bye().expect(200);
    }
  }

  @Test
  @Tag("289-15.11.4")
  @DisplayName("Replaces: the call comes to the application session of the one it replaces")
  default void replaces() {
    named("Replaces", "Join");
  }

  @Test
  @Tag("289-15.11.4")
  @DisplayName("Join: the call comes to the application session of the one it joins")
  default void joins() {
    named("Join", "Replaces");
  }

  default void named(String header, String other) {
    try (SipPhone phone = phone();
        SipPhone third = phone()) {
      Accepted first = Accepted.of(phone);
      Accepted second = Accepted.of(third, first.named(header));
      assertThat(second.said().get("app")).isEqualTo(first.said().get("app"));
      assertThat(second.said().get("session")).isNotEqualTo(first.said().get("session"));
      assertThat(second.said().get(header)).isEqualTo(first.said().get("session"));
      assertThat(second.said().get(other)).isEqualTo("none");
      first.hangUp();
      second.hangUp();
    }
  }

  @Test
  @Tag("289-15.11.4")
  @DisplayName("Replaces of a dialog that has ended, or of nobody's: a new application session")
  default void replacesNothing() {
    try (SipPhone phone = phone();
        SipPhone third = phone()) {
      Accepted first = Accepted.of(phone);
      first.hangUp();
      for (String header :
          new String[] {first.named("Replaces"), "Replaces: none;to-tag=a;from-tag=b"}) {
        Accepted second = Accepted.of(third, header);
        assertThat(second.said().get("app")).isNotEqualTo(first.said().get("app"));
        assertThat(second.said().get("Replaces")).isEqualTo("none");
        second.hangUp();
      }
    }
  }

  @Test
  @Tag("289-15.11.4")
  @DisplayName("Replaces with a tag of another dialog: a new application session")
  default void replacesWithAWrongTag() {
    try (SipPhone phone = phone();
        SipPhone third = phone()) {
      Accepted first = Accepted.of(phone);
      Accepted second = Accepted.of(third, first.named("Replaces").replace("to-tag=", "to-tag=x"));
      assertThat(second.said().get("app")).isNotEqualTo(first.said().get("app"));
      assertThat(second.said().get("Replaces")).isEqualTo("none");
      first.hangUp();
      second.hangUp();
    }
  }
}
