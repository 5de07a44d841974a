package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.sip.transaction.Bench.bytes;
import static org.sipasync.sip.transaction.Bench.method;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.loop.TestClock;
import org.sipasync.sip.transaction.Admission.Decision;

@Tag("C-A9")
class AdmissionTest {
  private final TestClock clock = new TestClock();
  private final TransactionKey.Factory keys = new TransactionKey.Factory();

  private TransactionKey key(int number) {
    return keys.byBranch(bytes("z9hG4bK" + number), bytes("a"), method("INVITE"));
  }

  @Test
  void whatWasRefusedStaysRefusedThoughThereIsRoomAgain() {
    Admission admission = new Admission(1, 1000, clock);
    assertThat(admission.admit(key(1), 10)).isEqualTo(Decision.ADMITTED);
    assertThat(admission.admit(key(2), 10)).isEqualTo(Decision.REFUSED);
    admission.release(10);
    clock.pass(Duration.ofSeconds(31));
    assertThat(admission.admit(key(2), 10)).isEqualTo(Decision.REPEATED);
    assertThat(admission.admit(key(3), 10)).isEqualTo(Decision.ADMITTED);
    clock.pass(Duration.ofSeconds(1));
    admission.release(10);
    assertThat(admission.admit(key(2), 10)).isEqualTo(Decision.ADMITTED);
  }

  @Test
  void boundsBytes() {
    Admission admission = new Admission(100, 25, clock);
    assertThat(admission.admit(key(1), 20)).isEqualTo(Decision.ADMITTED);
    assertThat(admission.admit(key(2), 6)).isEqualTo(Decision.REFUSED);
    assertThat(admission.admit(key(3), 5)).isEqualTo(Decision.ADMITTED);
  }

  @Test
  void remembersABoundedNumber() {
    Admission admission = new Admission(0, 0, clock);
    for (int i = 0; i < 70_000; i++) {
      admission.admit(key(i), 1);
    }
    assertThat(admission.remembered()).isEqualTo(65_536);
    assertThat(admission.admit(key(69_999), 1)).isEqualTo(Decision.REPEATED);
  }
}
