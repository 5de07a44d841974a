package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SipWarmUpTest {
  /** Bounded by requests, not by time: that is as long as a machine may be slow. */
  @Test
  void allRequestsAreAnswered() throws Exception {
    SipWarmUp warmUp = new SipWarmUp(new Random(1), 60);
    assertThat(warmUp.run(Duration.ofMinutes(10))).isEqualTo(60);
  }

  @Test
  void endsWhenTimeIsOver() throws Exception {
    assertThat(new SipWarmUp(new Random(1), 60).run(Duration.ZERO)).isZero();
  }
}
