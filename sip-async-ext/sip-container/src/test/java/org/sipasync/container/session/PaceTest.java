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
    assertThat(proof()).isEqualTo(Pace.FIRST_PROOF);
  }

  @Test
  void oneLongRunStartsTheProofAnew() {
    run(Pace.FIRST_PROOF - 1, 1);
    run(1, Pace.MAX_NANOS + 1);
    assertThat(proof()).isEqualTo(Pace.FIRST_PROOF);
    run(1, Pace.MAX_NANOS + 1);
    assertThat(pace.isFast()).isFalse();
    assertThat(proof()).isEqualTo(Pace.FIRST_PROOF);
  }

  @Test
  void workThatFailsIsMeasured() {
    for (int i = 0; i < Pace.FIRST_PROOF; i++) {
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
  void proofDoublesWithEachRunThatIsTakenOffTheLoop() {
    proof();
    pace.overran();
    assertThat(pace.isFast()).isFalse();
    assertThat(proof()).isEqualTo(2 * Pace.FIRST_PROOF);
    pace.overran();
    assertThat(proof()).isEqualTo(4 * Pace.FIRST_PROOF);
  }

  @Test
  void proofIsBounded() {
    for (int i = 0; i < 100; i++) {
      pace.overran();
    }
    assertThat(proof()).isEqualTo(Pace.MAX_PROOF);
  }

  @Test
  void longStretchPaysForOneOverrun() {
    pace.overran();
    pace.overran();
    int proof = proof();
    run((Pace.STRETCH - 1) * proof - 1, 1);
    pace.overran();
    assertThat(proof()).as("too short a stretch").isEqualTo(2 * proof);
    run((Pace.STRETCH - 1) * 2 * proof, 1);
    pace.overran();
    assertThat(proof()).isEqualTo(Pace.FIRST_PROOF);
  }

  /** One run in 500 that blocks: soon none of them is on the loop's thread. */
  @Test
  void workThatBlocksNowAndThenIsKeptOffTheLoop() {
    int taken = 0;
    for (int i = 1; i <= 1_000_000; i++) {
      boolean blocks = i % 500 == 0;
      if (blocks && pace.isFast()) {
        pace.overran();
        taken++;
      }
      run(1, blocks ? Pace.MAX_NANOS * 100 : 1);
    }
    assertThat(taken).isLessThan(10);
  }
}
