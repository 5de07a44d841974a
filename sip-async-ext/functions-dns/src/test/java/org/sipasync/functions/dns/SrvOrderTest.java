package org.sipasync.functions.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SrvOrderTest {
  @Test
  void keepsAllRecordsByPriority() {
    Random random = new Random(1);
    for (int records = 0; records < 300; records++) {
      List<Srv> received = new ArrayList<>();
      for (int i = 0; i < records; i++) {
        received.add(new Srv(random.nextInt(4), random.nextInt(65_536), 5060, "h" + i));
      }
      assertThat(SrvOrder.of(received, random))
          .containsExactlyInAnyOrderElementsOf(received)
          .isSortedAccordingTo(Comparator.comparingInt(Srv::priority));
    }
  }

  @Test
  void takesAsManyRecordsAsFitIntoAMessage() {
    List<Srv> received = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      received.add(new Srv(1, 65_535, 5060, "h" + i));
    }
    assertThat(SrvOrder.of(received, new Random(1))).hasSize(4_000);
  }

  @Test
  void weightsAreChances() {
    Srv rare = new Srv(1, 0, 1, "rare");
    Srv heavy = new Srv(1, 3, 1, "heavy");
    Srv light = new Srv(1, 1, 1, "light");
    Srv spare = new Srv(2, 1_000, 1, "spare");
    Random random = new Random(7);
    int[] first = new int[3];
    for (int i = 0; i < 10_000; i++) {
      List<Srv> ordered = SrvOrder.of(List.of(spare, light, heavy, rare), random);
      assertThat(ordered.get(3)).isEqualTo(spare);
      first[List.of(rare, heavy, light).indexOf(ordered.get(0))]++;
    }
    // Drawn from 0 to the sum, both included: 1, 3 and 1 in 5
    assertThat(first[0]).isBetween(1_800, 2_200);
    assertThat(first[1]).isBetween(5_700, 6_300);
    assertThat(first[2]).isBetween(1_800, 2_200);
  }
}
