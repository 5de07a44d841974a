package org.sipasync.cdi.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S7")
class LastMinuteTest {
  private long count;
  private final LastMinute minute = new LastMinute(() -> count);

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      minute.look();
    }
  }

  @Test
  void countsWhatCameBeforeAnybodyLooked() {
    pass(20);
    count = 575;
    pass(15);

    assertThat(minute.growth()).isEqualTo(575);
  }

  @Test
  void forgetsAfterAMinute() {
    pass(60);
    count = 575;
    pass(59);
    assertThat(minute.growth()).isEqualTo(575);
    pass(1);
    assertThat(minute.growth()).isZero();
    count += 3;
    assertThat(minute.growth()).isEqualTo(3);
  }
}
