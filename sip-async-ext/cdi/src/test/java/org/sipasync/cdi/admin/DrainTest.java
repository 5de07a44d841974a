package org.sipasync.cdi.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.admin.NodeState;

@Tag("V2")
class DrainTest {
  private final List<String> acts = new ArrayList<>();
  private long now = Long.MAX_VALUE - 5;
  private boolean idle;
  private final Drain drain =
      new Drain(
          () -> now,
          refuse -> acts.add(refuse ? "refuse" : "accept"),
          () -> idle,
          (millis, isIdle) -> acts.add((isIdle ? "idle after " : "busy after ") + millis),
          () -> acts.add("stop"));

  private void pass(Duration time) {
    now += time.toNanos();
    drain.check();
  }

  @Test
  @DisplayName("V2: a drain refuses new requests and stops when nothing is in flight, once")
  void stopsWhenIdle() {
    assertThat(drain.begin(Duration.ofMinutes(1))).isTrue();
    pass(Duration.ofSeconds(50));
    assertThat(drain.state()).isEqualTo(NodeState.DRAINING);
    assertThat(acts).containsExactly("refuse");
    idle = true;
    pass(Duration.ofMillis(1));
    pass(Duration.ofMillis(1));
    assertThat(drain.state()).isEqualTo(NodeState.STOPPING);
    assertThat(acts).containsExactly("refuse", "idle after 50001", "stop");
  }

  @Test
  @DisplayName("V2: a drain stops when its time is up, whatever is in flight")
  void stopsInTime() {
    drain.begin(Duration.ofSeconds(10));
    pass(Duration.ofMillis(9_999));
    assertThat(acts).containsExactly("refuse");
    pass(Duration.ofMillis(1));
    assertThat(acts).containsExactly("refuse", "busy after 10000", "stop");
  }

  @Test
  @DisplayName("V2: a drain can be taken back before the stop, and begun again")
  void takenBack() {
    drain.begin(Duration.ofSeconds(10));
    assertThat(drain.begin(Duration.ofSeconds(10))).isFalse();
    assertThat(drain.takeBack()).isTrue();
    assertThat(drain.takeBack()).isFalse();
    pass(Duration.ofHours(1));
    assertThat(drain.state()).isEqualTo(NodeState.RUNNING);
    assertThat(acts).containsExactly("refuse", "accept");
    drain.begin(Duration.ZERO);
    pass(Duration.ZERO);
    assertThat(drain.takeBack()).isFalse();
    assertThat(acts).containsExactly("refuse", "accept", "refuse", "busy after 0", "stop");
  }
}
