package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.loop.TestClock;
import org.sipasync.sip.transaction.Admission.Decision;

@Tag("C-A9")
class AdmissionTest {
  private final TestClock clock = new TestClock();
  private final Bench bench = new Bench();

  private TransactionKey key(int number) {
    return Bench.key("z9hG4bK" + number);
  }

  private Admission admission(int maxCount, long maxBytes) {
    return new Admission(bench.table, maxCount, maxBytes, clock);
  }

  /** Enters a transaction of 100 bytes. */
  private void start(TransactionKey key) {
    var arrival = new Arrival(key, bench.flow, 100, 0, false);
    new InviteServerTransaction(bench.context, arrival, status -> new byte[0], ended -> {});
  }

  @Test
  void whatWasRefusedStaysRefusedThoughThereIsRoomAgain() {
    Admission admission = admission(1, 1000);
    assertThat(admission.admit(key(1), 100, true)).isEqualTo(Decision.ADMITTED);
    start(key(1));
    assertThat(admission.admit(key(2), 100, true)).isEqualTo(Decision.REFUSED);
    bench.table.remove(key(1));
    clock.pass(Duration.ofSeconds(31));
    assertThat(admission.admit(key(2), 100, true)).isEqualTo(Decision.REPEATED);
    assertThat(admission.wasRefused(key(2))).isTrue();
    assertThat(admission.admit(key(3), 100, true)).isEqualTo(Decision.ADMITTED);
    clock.pass(Duration.ofSeconds(1));
    assertThat(admission.admit(key(2), 100, true)).isEqualTo(Decision.ADMITTED);
  }

  @Test
  void boundsBytes() {
    Admission admission = admission(100, 205);
    start(key(1));
    assertThat(admission.admit(key(2), 106, true)).isEqualTo(Decision.REFUSED);
    assertThat(admission.admit(key(3), 105, true)).isEqualTo(Decision.ADMITTED);
  }

  @Test
  void keepsAnEighthForRequestsThatGoOnWithADialog() {
    Admission admission = new Admission(bench.table, 8, 1000, clock);
    for (int i = 0; i < 7; i++) {
      start(key(i));
    }
    assertThat(admission.admit(key(10), 100, false)).isEqualTo(Decision.REFUSED);
    assertThat(admission.admit(key(11), 100, true)).isEqualTo(Decision.ADMITTED);
    start(key(11));
    assertThat(admission.admit(key(12), 100, true)).isEqualTo(Decision.REFUSED);
  }

  @Test
  void fourAnsweredRequestsTakeOnePlace() {
    Admission admission = admission(2, 10_000);
    for (int i = 0; i < 5; i++) {
      assertThat(admission.admit(key(i), 100, true)).isEqualTo(Decision.ADMITTED);
      var arrival = new Arrival(key(i), bench.flow, 100, 0, false);
      new NonInviteServerTransaction(bench.context, arrival, status -> new byte[0])
          .respond(200, new byte[100]);
    }
    assertThat(admission.admit(key(10), 100, true)).isEqualTo(Decision.REFUSED);
    bench.table.remove(key(0));
    assertThat(admission.admit(key(11), 100, true)).isEqualTo(Decision.ADMITTED);
    start(key(11));
    assertThat(admission.admit(key(12), 100, true)).isEqualTo(Decision.REFUSED);
  }

  @Test
  void keepsAnEighthOfTheBytesToo() {
    Admission admission = new Admission(bench.table, 800, 240, clock);
    start(key(1));
    assertThat(admission.admit(key(2), 111, false)).isEqualTo(Decision.REFUSED);
    assertThat(admission.admit(key(3), 110, false)).isEqualTo(Decision.ADMITTED);
    assertThat(admission.admit(key(4), 140, true)).isEqualTo(Decision.ADMITTED);
    assertThat(admission.admit(key(5), 141, true)).isEqualTo(Decision.REFUSED);
  }

  @Test
  void remembersABoundedNumber() {
    Admission admission = admission(0, 0);
    for (int i = 0; i < 70_000; i++) {
      admission.admit(key(i), 1, true);
    }
    assertThat(admission.remembered()).isEqualTo(65_536);
    assertThat(admission.admit(key(69_999), 1, true)).isEqualTo(Decision.REPEATED);
  }
}
