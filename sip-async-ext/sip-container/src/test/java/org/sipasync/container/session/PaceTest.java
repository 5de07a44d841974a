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

  @Test
  void unknownWorkIsSlowUntilItHasShownOtherwise() {
    run(Pace.PROOF - 1, Pace.MAX_NANOS);
    assertThat(pace.isFast()).isFalse();
    run(1, Pace.MAX_NANOS);
    assertThat(pace.isFast()).isTrue();
  }

  @Test
  void oneLongRunStartsTheProofAnew() {
    run(Pace.PROOF, 1);
    run(1, Pace.MAX_NANOS + 1);
    assertThat(pace.isFast()).isFalse();
    run(Pace.PROOF - 1, 1);
    assertThat(pace.isFast()).isFalse();
    run(1, 1);
    assertThat(pace.isFast()).isTrue();
  }

  @Test
  void whatOverranIsTriedAgainAfterItsPenaltyWhichDoubles() {
    run(Pace.PROOF, 1);
    pace.overran();
    assertThat(pace.isFast()).isFalse();
    run(Pace.PROOF, 1);
    assertThat(pace.isFast()).as("before the penalty is over").isFalse();
    clock.pass(Duration.ofNanos(Pace.FIRST_PENALTY));
    run(Pace.PROOF, 1);
    assertThat(pace.isFast()).isTrue();
    pace.overran();
    clock.pass(Duration.ofNanos(2 * Pace.FIRST_PENALTY - 1_000));
    run(Pace.PROOF, 1);
    assertThat(pace.isFast()).as("before the second penalty is over").isFalse();
    clock.pass(Duration.ofNanos(1_000));
    run(Pace.PROOF, 1);
    assertThat(pace.isFast()).isTrue();
  }

  @Test
  void penaltyIsBounded() {
    for (int i = 0; i < 100; i++) {
      pace.overran();
    }
    clock.pass(Duration.ofNanos(Pace.MAX_PENALTY));
    run(Pace.PROOF, 1);
    assertThat(pace.isFast()).isTrue();
  }
}
