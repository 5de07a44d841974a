package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, 6.2.3.1 and RFC 6665: SUBSCRIBE and NOTIFY make dialogs, too. */
interface SpecOfSubscriptions extends InSpecification {
  String EVENT = "Event: presence";
  String TAG = ";tag=notifier";

  private SipMessage subscribe(SipPhone phone, SipPhone notifier, String mark) {
    ask(phone, "subscriptions;port=" + notifier.port() + ";mark=" + mark);
    return notifier.awaitRequest("SUBSCRIBE");
  }

  private static void accept(SipPhone notifier, SipMessage subscribe) {
    notifier.respond(subscribe, 200, "OK", "Expires: 60", "To: " + subscribe.header("To") + TAG);
  }

  /** A NOTIFY as the notifier sends it in the subscription's dialog. */
  private static Exchange notify(SipPhone notifier, SipMessage subscribe, String state) {
    String contact = subscribe.header("Contact");
    return notifier.request(
        "NOTIFY",
        contact.substring(contact.indexOf("sip:"), contact.indexOf('>')),
        "From: " + subscribe.header("To") + TAG,
        "To: " + subscribe.header("From"),
        "Call-ID: " + subscribe.header("Call-ID"),
        EVENT,
        "Subscription-State: " + state);
  }

  private static String session(String notes, String line) {
    return notes
        .lines()
        .filter(note -> note.startsWith(line))
        .map(note -> note.substring(note.lastIndexOf(' ')))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Tag("289-6.2.3.1")
  @DisplayName("A NOTIFY after the 200 of its SUBSCRIBE is of the session that subscribed")
  default void notifyAfterAnswer() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone notifier = phone()) {
      SipMessage subscribe = subscribe(phone, notifier, mark);
      accept(notifier, subscribe);
      awaitNote(mark, "200 CONFIRMED");
      notify(notifier, subscribe, "active;expires=60").expect(200);
      String notes = awaitNote(mark, "NOTIFY active;expires=60");
      assertThat(session(notes, "NOTIFY")).isEqualTo(session(notes, "sent"));
    }
  }

  /**
   *
   *
   * <pre>
   * subscriptions          notifier
   *   │ SUBSCRIBE ──────────▶│
   *   │◀───────────── NOTIFY │ overtakes the 200
   *   │ 200 (NOTIFY) ───────▶│
   *   │◀──── 200 (SUBSCRIBE) │
   * </pre>
   */
  @Test
  @Tag("289-6.2.3.1")
  @DisplayName("A NOTIFY before the 200 of its SUBSCRIBE is of the session that subscribed")
  default void notifyBeforeAnswer() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone notifier = phone()) {
      SipMessage subscribe = subscribe(phone, notifier, mark);
      notify(notifier, subscribe, "pending").expect(200);
      accept(notifier, subscribe);
      String notes = awaitNote(mark, "200 CONFIRMED");
      assertThat(session(notes, "NOTIFY pending")).isEqualTo(session(notes, "sent"));
    }
  }

  @Test
  @Tag("289-6.2.3.1")
  @DisplayName("A NOTIFY of no subscription gets 481 and does not reach the application")
  default void strayNotify() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone notifier = phone()) {
      SipMessage subscribe = subscribe(phone, notifier, mark);
      accept(notifier, subscribe);
      awaitNote(mark, "200 CONFIRMED");
      notifier
          .request(
              "NOTIFY",
              "subscriptions",
              "To: <sip:subscriptions@127.0.0.1>;tag=nobody",
              EVENT,
              "Subscription-State: active")
          .expect(481);
      assertThat(notes(mark)).doesNotContain("NOTIFY");
    }
  }

  @Test
  @Tag("289-6.2.3.1")
  @DisplayName("As notifier: the session that accepted a SUBSCRIBE sends NOTIFY in its dialog")
  default void ownNotify() {
    try (SipPhone phone = phone()) {
      Exchange subscribe = phone.request("SUBSCRIBE", "subscriptions", EVENT, "Expires: 60");
      SipMessage accepted = subscribe.expect(200);
      SipMessage notify = phone.awaitRequest("NOTIFY");
      phone.respond(notify, 200, "OK");
      assertThat(notify.header("Call-ID")).isEqualTo(accepted.header("Call-ID"));
      assertThat(notify.header("From")).endsWith("tag=" + accepted.toTag());
      assertThat(notify.header("To")).isEqualTo(accepted.header("From"));
      assertThat(notify.requestUri()).isEqualTo(phone.address());
    }
  }

  @Test
  @Tag("289-6.2.3.1")
  @DisplayName("As notifier: a SUBSCRIBE in the dialog is of the same session")
  default void refresh() {
    String mark = mark();
    try (SipPhone phone = phone()) {
      Exchange first =
          phone.request("SUBSCRIBE", "subscriptions;mark=" + mark, EVENT, "Expires: 60");
      SipMessage accepted = first.expect(200);
      phone.respond(phone.awaitRequest("NOTIFY"), 200, "OK");
      String contact = accepted.header("Contact");
      phone
          .request(
              "SUBSCRIBE",
              contact.substring(contact.indexOf("sip:"), contact.indexOf('>')),
              "From: " + accepted.header("From"),
              "To: " + accepted.header("To"),
              "Call-ID: " + accepted.header("Call-ID"),
              EVENT,
              "Expires: 0")
          .expect(200);
      String notes = awaitNote(mark, "SUBSCRIBE 0");
      assertThat(session(notes, "SUBSCRIBE 0")).isEqualTo(session(notes, "SUBSCRIBE 60"));
    }
  }
}
