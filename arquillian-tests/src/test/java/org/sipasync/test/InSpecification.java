package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.UUID;
import org.sipasync.testkit.phone.SipPhone;

/** Common ground of the specification's tests; their application is in {@code test.spec}. */
interface InSpecification {

  default SipPhone phone() {
    return InContainer.phone("udp");
  }

  /** A name for a test's notes. */
  default String mark() {
    return UUID.randomUUID().toString();
  }

  /** Sends a MESSAGE; the body of its 200. */
  default String ask(SipPhone phone, String uri) {
    return phone.request("MESSAGE", uri).expect(200).body();
  }

  default String notes(String mark) {
    try (SipPhone phone = phone()) {
      return ask(phone, "notes;of=" + mark);
    }
  }

  /** Waits until the notes have a text. */
  default String awaitNote(String mark, String note) {
    try (SipPhone phone = phone()) {
      await()
          .atMost(InContainer.PATIENCE)
          .untilAsserted(() -> assertThat(ask(phone, "notes;of=" + mark)).contains(note));
      return ask(phone, "notes;of=" + mark);
    }
  }
}
