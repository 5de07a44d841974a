package org.sipasync.cluster.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClaimTableTest {
  private static final UUID A = new UUID(1, 1);
  private static final UUID B = new UUID(2, 2);

  private static ClaimTable change(ClaimTable table, ClaimChange change) {
    byte[] travelled = table.after(ClaimChange.decode(change.encode())).encode();
    return ClaimTable.decode(travelled);
  }

  @Test
  void aFreeShareHasOneClaimant() {
    ClaimTable table = change(ClaimTable.decode(null), ClaimChange.claim(3, null, A));
    assertThat(table.claimant(3)).isEqualTo(A);
    assertThat(table.epoch(3)).isEqualTo(1);
    assertThat(change(table, ClaimChange.claim(3, null, B)).claimant(3)).isEqualTo(A);
    assertThat(table.claimant(2)).isNull();
  }

  @Test
  void aClaimantThatDiedIsFollowedByOne() {
    ClaimTable table = change(ClaimTable.decode(null), ClaimChange.claim(0, null, A));
    table = change(table, ClaimChange.claim(0, A, B));
    assertThat(table.claimant(0)).isEqualTo(B);
    assertThat(table.epoch(0)).isEqualTo(2);
    assertThat(change(table, ClaimChange.done(0, A)).isDone(0)).isFalse();
  }

  @Test
  void whatIsDoneStaysAsItIs() {
    ClaimTable table = change(ClaimTable.decode(null), ClaimChange.claim(0, null, A));
    table = change(table, ClaimChange.done(0, A));
    assertThat(table.isDone(0)).isTrue();
    assertThat(table.isDone()).isFalse();
    assertThat(change(table, ClaimChange.claim(0, A, B)).claimant(0)).isEqualTo(A);
  }

  @Test
  void versionsGrowWithEachChange() {
    ClaimTable free = ClaimTable.decode(null);
    ClaimTable claimed = change(free, ClaimChange.claim(0, null, A));
    ClaimTable done = change(claimed, ClaimChange.done(0, A));
    assertThat(claimed.version()).isGreaterThan(free.version());
    assertThat(done.version()).isGreaterThan(claimed.version());
    assertThat(change(done, ClaimChange.look()).version()).isEqualTo(done.version());
  }

  @Test
  void sharesAreSpread() {
    int[] calls = new int[ClaimTable.SHARES];
    for (int i = 0; i < 8000; i++) {
      calls[ClaimTable.shareOf("z9hG4bK-" + i + ";127.0.0.1:5060;INVITE")]++;
    }
    for (int number : calls) {
      assertThat(number).isBetween(700, 1300);
    }
  }

  @Test
  void otherBytesAreRefused() {
    assertThatThrownBy(() -> ClaimTable.decode(new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ClaimChange.decode(new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
