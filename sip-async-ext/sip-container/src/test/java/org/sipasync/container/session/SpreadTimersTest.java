package org.sipasync.container.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTimersTest {
  private final List<String> started = new ArrayList<>();
  private final Timers timers = new SpreadTimers(List.of(new Loop("one"), new Loop("two")));

  private final class Loop implements Timers {
    private final String name;

    Loop(String name) {
      this.name = name;
    }

    @Override
    public long currentTimeMillis() {
      return 7;
    }

    @Override
    public Handle after(Duration delay, Runnable task) {
      started.add(name);
      return () -> {};
    }
  }

  @Test
  void timersOfACallAreOnItsLoop() {
    for (int i = 0; i < 100; i++) {
      started.clear();
      String callId = "call" + i;
      timers.of(callId).after(Duration.ZERO, () -> {});
      timers.of(callId).after(Duration.ZERO, () -> {});
      String own = SpreadTimers.loopOf(callId, 2) == 0 ? "one" : "two";
      assertThat(started).containsExactly(own, own);
    }
  }

  @Test
  void othersAreOnEachLoopInTurn() {
    for (int i = 0; i < 3; i++) {
      timers.after(Duration.ZERO, () -> {});
    }
    assertThat(started).containsExactly("one", "two", "one");
    assertThat(timers.currentTimeMillis()).isEqualTo(7);
  }
}
