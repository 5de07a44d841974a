package org.sipasync.sip.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.locate.Resolver.Srv;

class SrvOrderTest {
  @Property(tries = 300)
  void isAPermutationByPriority(
      @ForAll @Size(max = 20) List<@IntRange(max = 3) Integer> priorities,
      @ForAll @Size(value = 20) List<@IntRange(max = 65_535) Integer> weights,
      @ForAll long seed) {
    List<Srv> records = new ArrayList<>();
    for (int i = 0; i < priorities.size(); i++) {
      records.add(new Srv(priorities.get(i), weights.get(i), 5060, "h" + i));
    }
    assertThat(SrvOrder.of(records, new Random(seed)))
        .containsExactlyInAnyOrderElementsOf(records)
        .isSortedAccordingTo(Comparator.comparingInt(Srv::priority));
  }

  @Test
  void weightsAreChances() {
    List<Srv> records =
        List.of(new Srv(1, 0, 1, "rarely"), new Srv(1, 3, 1, "a"), new Srv(1, 1, 1, "b"));
    Random random = new Random(7);
    int[] first = new int[3];
    for (int i = 0; i < 10_000; i++) {
      first[records.indexOf(SrvOrder.of(records, random).get(0))]++;
    }
    // RFC 2782 draws from 0 to the sum, both included: 1, 3 and 1 in 5
    assertThat(first[0]).isBetween(1_800, 2_200);
    assertThat(first[1]).isBetween(5_700, 6_300);
    assertThat(first[2]).isBetween(1_800, 2_200);
  }
}
