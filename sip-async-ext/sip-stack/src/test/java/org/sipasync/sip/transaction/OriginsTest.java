package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class OriginsTest {
  /** Small hashes collide at the table's first size; the bag must agree with a list. */
  @Property
  void isABag(@ForAll @Size(max = 400) List<@IntRange(min = -40, max = 130) Integer> steps) {
    Origins origins = new Origins();
    List<Long> expected = new ArrayList<>();
    for (int step : steps) {
      long origin = 1 + Math.abs(step) % 70 * 37L;
      if (step < 0) {
        origins.remove(origin);
        expected.remove(origin);
      } else {
        origins.add(origin);
        expected.add(origin);
      }
      assertThat(origins.size()).isEqualTo(expected.size());
      assertThat(origins.contains(origin)).isEqualTo(expected.contains(origin));
    }
    for (long origin = 1; origin < 1 + 70 * 37L; origin += 37) {
      assertThat(origins.contains(origin)).isEqualTo(expected.contains(origin));
    }
  }
}
