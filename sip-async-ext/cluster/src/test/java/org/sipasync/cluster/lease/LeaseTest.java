package org.sipasync.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private static final UUID B = new UUID(2, 2);
  private static final UUID C = new UUID(3, 3);
  private static final UUID RESTARTED = new UUID(4, 4);

  private long now = 10_000;
  private final Lease lease = new Lease(() -> now, new Terms(2, 2000, 0));

  @Test
  void nobodyHoldsItAtFirst() {
    lease.begin(now, Set.of(B, C));
    assertThat(lease.isHeld()).isFalse();
  }

  @Test
  void aMajorityGivesItFromTheTimeOfTheQuestion() {
    lease.begin(now, Set.of(B, C));
    now += 500;
    lease.vouched(B, 10_000);
    assertThat(lease.isHeld()).isTrue();
    now = 11_999;
    assertThat(lease.isHeld()).isTrue();
    now = 12_000;
    assertThat(lease.isHeld()).isFalse();
  }

  @Test
  void anAnswerToAnOldQuestionGivesNothing() {
    now += 2000;
    lease.vouched(B, 10_000);
    assertThat(lease.isHeld()).isFalse();
  }

  @Test
  void slowAnswersRenewItForTheTimeThatIsLeft() {
    lease.begin(now, Set.of(B));
    lease.vouched(B, 10_000);
    lease.begin(10_500, Set.of(B));
    lease.begin(11_000, Set.of(B));
    now = 11_400;
    lease.vouched(B, 10_500);
    now = 12_400;
    assertThat(lease.isHeld()).isTrue();
    now = 12_500;
    assertThat(lease.isHeld()).isFalse();
  }

  @Test
  void aLapsedLeaseIsRenewedByThoseWhoRemember() {
    lease.begin(now, Set.of(B));
    lease.vouched(B, now);
    now += 5000;
    lease.vouched(RESTARTED, now);
    assertThat(lease.isHeld()).isFalse();
    lease.vouched(B, now);
    assertThat(lease.isHeld()).isTrue();
    lease.vouched(RESTARTED, now);
    now += 1000;
    lease.vouched(RESTARTED, now);
    now += 1500;
    assertThat(lease.isHeld()).isTrue();
  }

  @Test
  void anotherIdBeginsAnew() {
    lease.begin(now, Set.of(B));
    lease.vouched(B, now);
    lease.reset();
    assertThat(lease.isHeld()).isFalse();
    lease.vouched(RESTARTED, now);
    assertThat(lease.isHeld()).isTrue();
  }

  @Test
  void ofFiveMembersThreeAreNeeded() {
    Lease ofFive = new Lease(() -> now, new Terms(3, 2000, 0));
    ofFive.vouched(B, now);
    assertThat(ofFive.isHeld()).isFalse();
    now += 100;
    ofFive.vouched(C, now);
    assertThat(ofFive.isHeld()).isTrue();
    now += 1899;
    assertThat(ofFive.isHeld()).isTrue();
    now++;
    assertThat(ofFive.isHeld()).isFalse();
  }
}
