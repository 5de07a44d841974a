package org.sipasync.container.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sipasync.loop.TestClock;

class PaceTest {
  private final TestClock clock = new TestClock();
  private final Pace pace = new Pace(clock);

  private void run(int times, long nanos) {
    for (int i = 0; i < times; i++) {
      pace.measure(() -> clock.pass(Duration.ofNanos(nanos)));
    }
  }

  /** Runs that it takes until the work is fast. */
  private int proof() {
    int runs = 0;
    while (!pace.isFast()) {
      run(1, Pace.MAX_NANOS);
      runs++;
    }
    return runs;
  }

  @Test
  void unknownWorkIsSlowUntilItHasShownOtherwise() {
    assertThat(proof()).isEqualTo(Pace.PROOF);
  }

  @Test
  void longRunsOutweighShortOnes() {
    proof();
    run(1, Pace.MAX_NANOS + 1);
    assertThat(pace.isFast()).isFalse();
    assertThat(proof()).isEqualTo(Pace.LONG_RUN);
    run(1_000, 1);
    run(Pace.MAX_CREDIT / Pace.LONG_RUN, Pace.MAX_NANOS + 1);
    assertThat(pace.isFast()).as("credit pays for these").isTrue();
    run(1, Pace.MAX_NANOS + 1);
    assertThat(pace.isFast()).isFalse();
  }

  @Test
  void workThatFailsIsMeasured() {
    for (int i = 0; i < Pace.PROOF; i++) {
      try {
        pace.measure(
            () -> {
              throw new IllegalStateException("meant to fail");
            });
      } catch (IllegalStateException expected) {
        // as meant
      }
    }
    assertThat(pace.isFast()).isTrue();
  }

  @Test
  void workThatIsTakenOffTheLoopComesBackAfterManyShortRuns() {
    proof();
    run(1_000, 1);
    pace.overran();
    assertThat(pace.isFast()).isFalse();
    assertThat(proof()).isEqualTo(Pace.TAKEN_OFF - Pace.MAX_CREDIT);
  }

  @Test
  void debtIsBounded() {
    for (int i = 0; i < 100; i++) {
      pace.overran();
    }
    assertThat(proof()).isEqualTo(Pace.MAX_DEBT);
  }

  @Test
  void workThatBlocksInOneRunOf17IsNeverFast() {
    run(1, Pace.MAX_NANOS + 1);
    for (int i = 0; i < 1_000; i++) {
      run(16, 1);
      assertThat(pace.isFast()).isFalse();
      run(1, Pace.MAX_NANOS * 100);
    }
  }

  @Test
  void workThatBlocksNowAndThenIsSeldomTakenOffTheLoop() {
    int taken = 0;
    int all = 100_000;
    for (int i = 1; i <= all; i++) {
      boolean blocks = i % 100 == 0;
      if (blocks && pace.isFast()) {
        pace.overran();
        taken++;
      }
      run(1, blocks ? Pace.MAX_NANOS * 100 : 1);
    }
    assertThat(taken).isBetween(1, all / Pace.TAKEN_OFF);
  }
}
