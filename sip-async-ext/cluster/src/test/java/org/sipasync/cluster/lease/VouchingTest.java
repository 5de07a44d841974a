package org.sipasync.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sipasync.cluster.TestGrid;
import org.sipasync.cluster.journal.Marks;

/** One member's answers, by hand. */
class VouchingTest {
  private static final UUID A = new UUID(1, 1);
  private static final UUID B = new UUID(2, 2);
  private static final UUID C = new UUID(3, 3);
  private static final Claimed SHARE = new Claimed(A, 5);

  private final TestGrid grid = new TestGrid();
  private long now = 50_000;
  private UUID stranger;
  private final Vouching vouching = vouching();

  private Vouching vouching() {
    grid.members.addAll(List.of(A, B, C));
    return new Vouching(
        grid, () -> now, new Terms(2, 2000, 9), () -> Marks.NONE, other -> stranger = other);
  }

  private MemberAnswer ask(UUID from, long fingerprint, List<UUID> burials, List<Claimed> claims) {
    MemberQuestion question =
        new MemberQuestion(
            from, fingerprint, 77, new Marks(3, 8), MemberFacts.NONE, burials, claims);
    return MemberAnswer.decode(vouching.asked(question.encode()));
  }

  private MemberAnswer ask(UUID from) {
    return ask(from, 9, List.of(), List.of());
  }

  private void remove(UUID member) {
    grid.members.remove(member);
    vouching.membersChanged();
  }

  @Test
  void itIsSilentAfterItsStart() {
    assertThat(ask(A).vouches()).isFalse();
    now += 4000;
    assertThat(ask(A).vouches()).isTrue();
  }

  @Test
  void itVouchesForItsOwnListOnly() {
    now += 4000;
    assertThat(ask(new UUID(9, 9)).vouches()).isFalse();
    remove(A);
    assertThat(ask(A).vouches()).isFalse();
  }

  @Test
  void whoWasMissedOnceIsNeverVouchedForAgain() {
    now += 4000;
    remove(A);
    grid.members.add(A);
    vouching.membersChanged();
    assertThat(ask(A).vouches()).isFalse();
  }

  @Test
  void otherTermsAreNoticed() {
    now += 4000;
    MemberAnswer answer = ask(B, 8, List.of(), List.of());
    assertThat(answer.vouches()).isFalse();
    assertThat(answer.isOfSameTerms()).isFalse();
    assertThat(stranger).isEqualTo(B);
  }

  @Test
  void itConfirmsTheBurialOfWhomItKnewAndTellsItsMarks() {
    ask(A);
    assertThat(ask(B, 9, List.of(A), List.of()).burials().get(0).isConfirmed()).isFalse();
    remove(A);
    MemberAnswer.Burial burial = ask(B, 9, List.of(A), List.of()).burials().get(0);
    assertThat(burial.isConfirmed()).isTrue();
    assertThat(burial.marks()).isEqualTo(new Marks(3, 8));
    assertThat(ask(B, 9, List.of(new UUID(8, 8)), List.of()).burials().get(0).isConfirmed())
        .isFalse();
  }

  @Test
  void aShareHasOneClaimant() {
    now += 4000;
    assertThat(ask(B, 9, List.of(), List.of(SHARE)).claims()).containsExactly(false);
    remove(A);
    assertThat(ask(B, 9, List.of(), List.of(SHARE)).claims()).containsExactly(true);
    assertThat(ask(C, 9, List.of(), List.of(SHARE)).claims()).containsExactly(false);
    assertThat(ask(B, 9, List.of(), List.of(SHARE)).claims()).containsExactly(true);
  }

  @Test
  void theHeirOfAClaimantGetsItsClaims() {
    now += 4000;
    remove(A);
    ask(B, 9, List.of(), List.of(SHARE));
    remove(B);
    assertThat(ask(C, 9, List.of(), List.of(SHARE)).claims()).containsExactly(false);
    assertThat(ask(C, 9, List.of(), List.of(new Claimed(B, 5), SHARE)).claims())
        .containsExactly(true, true);
  }

  @Test
  void underAnotherIdItConfirmsNothingOfBefore() {
    now += 4000;
    remove(A);
    vouching.identityChanged();
    now += 4000;
    assertThat(ask(B, 9, List.of(A), List.of(SHARE)).burials().get(0).isConfirmed()).isFalse();
    assertThat(ask(B, 9, List.of(A), List.of(SHARE)).claims()).containsExactly(false);
  }

  @Test
  void itsClockIsTakenFromItsQuestion() {
    ask(A);
    now += 10;
    assertThat(vouching.timeAt(A, 0)).isEqualTo(87);
    assertThat(vouching.timeAt(C, 5)).isEqualTo(5);
  }

  @Test
  void bytesThatAreNoQuestionAreRefused() {
    byte[] question =
        new MemberQuestion(A, 9, 0, Marks.NONE, MemberFacts.NONE, List.of(B), List.of(SHARE))
            .encode();
    for (int length = 0; length < question.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(question, length);
      assertThatThrownBy(() -> vouching.asked(cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
