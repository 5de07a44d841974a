package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipPhone;

/**
 * JSR 289, chapter 8 and 6.1.2.1: what takes RFC 3261's 32 s, or a minute. All of it begins before
 * the first test and is looked at after the last.
 */
interface SpecOfErrors extends InSpecification {
  Duration A_MINUTE = Duration.ofSeconds(90);

  /** The calls whose ends are waited for. */
  Patient patient();

  /** Calls that are left alone. */
  final class Patient implements AutoCloseable {
    private final SipPhone phone = InContainer.phone("udp");
    private final Call noAck = phone.invite("errors;do=accept;mark=no-ack");
    private final Call noPrack =
        phone.invite("errors;do=reliable;mark=no-prack", "Supported: 100rel");
    private final String granted =
        phone.request("MESSAGE", "lifetime;do=soon;mark=expiry").expect(200).body();

    @Override
    public void close() {
      phone.close();
    }
  }

  private void awaitLate(String mark, String note) {
    await()
        .atMost(A_MINUTE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(notes(mark)).contains(note));
  }

  @Test
  @Order(Integer.MAX_VALUE)
  @Tag("289-8")
  @DisplayName("noAckReceived: the listener is told which 200 nobody acknowledged")
  default void noAck() {
    patient().noAck.expect(200);
    awaitLate("no-ack", "no ACK: INVITE, 200");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  @Tag("289-8")
  @DisplayName("noPrackReceived: the listener is told, and answers the INVITE")
  default void noPrack() {
    patient().noPrack.expect(183);
    awaitLate("no-prack", "no PRACK: INVITE, 183");
    patient().noPrack.ackFailure(504);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  @Tag("289-6.1.2.1")
  @Tag("load") // a minute is the shortest life
  @DisplayName("sessionExpired: the listener is told, and may prolong the session")
  default void sessionExpired() {
    assertThat(patient().granted).isEqualTo("granted 1");
    awaitLate("expiry", "expired, extended by 2");
    assertThat(notes("expiry")).doesNotContain("destroyed");
  }
}
