package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdmittedShareTest {
  private static final Duration LONG = Duration.ofMillis(1_001);
  private static final Duration EARLY = Duration.ofMillis(126);

  private Duration now = Duration.ofSeconds(100);
  private final AdmittedShare share = new AdmittedShare(Duration.ofSeconds(1), () -> now.toNanos());

  /** Returns how many of a hundred requests are taken, which come within 100 ms. */
  private int taken(Duration wait) {
    int taken = 0;
    for (int i = 0; i < 100; i++) {
      now = now.plusMillis(1);
      taken += share.takesOne(wait.toNanos()) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void takesAllWhileNothingWaitsTooLong() {
    assertThat(taken(Duration.ZERO)).isEqualTo(100);
    assertThat(taken(Duration.ofSeconds(1))).isEqualTo(100);
  }

  @Test
  void fallsWhileRequestsWaitAndRisesAfterwards() {
    assertThat(taken(LONG)).isBetween(78, 81);
    assertThat(taken(EARLY)).as("while some are refused, less is too long").isBetween(62, 66);
    for (int i = 0; i < 30; i++) {
      taken(LONG);
    }
    assertThat(taken(LONG)).as("never none").isBetween(1, 2);
    for (int i = 0; i < 60; i++) {
      taken(Duration.ZERO);
    }
    assertThat(taken(Duration.ZERO)).isEqualTo(100);
  }

  @Test
  void aPauseIsTimeToRecover() {
    for (int i = 0; i < 30; i++) {
      taken(LONG);
    }
    now = now.plusSeconds(5);
    assertThat(taken(Duration.ZERO)).isEqualTo(100);
  }

  /** A source of twice the capacity: the share settles near half. */
  @Test
  void settlesWhereTheServerKeepsUp() {
    double backlog = 0; // in requests; 50 per 100 ms can be served
    int served = 0;
    for (int i = 0; i < 300; i++) {
      long wait = backlog > 50 ? Duration.ofMillis((long) (backlog * 2)).toNanos() : 0;
      int admitted = taken(Duration.ofNanos(wait));
      int done = (int) Math.min(50, backlog + admitted);
      backlog += admitted - done;
      served += i < 100 ? 0 : done;
    }
    assertThat(served).as("of 10,000").isGreaterThan(8_500);
    assertThat(backlog).isLessThan(1_000);
  }
}
