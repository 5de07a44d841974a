package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.clustered.Clustered;

/**
 * Servers in a network namespace that are killed, stopped and cut off, judged by their callers: no
 * call has two final responses, no stored call has none. {@code -Dseed=N} repeats a history's plan.
 */
class ChaosTest extends InContainer {
  private static final long SEED = Long.getLong("seed", System.nanoTime() % 10_000);

  @TempDir Path directory;

  @BeforeEach
  void require() {
    Namespace.require();
  }

  private String run(long seed, int seconds, int rate, String... faults) throws Exception {
    return run(3, 5000, seed, seconds, rate, faults);
  }

  private String run(int nodes, int heartbeat, long seed, int seconds, int rate, String... faults)
      throws Exception {
    Path war = file(directory, war("clustered", Clustered.class.getPackage()));
    List<String> arguments = new ArrayList<>();
    for (long number : new long[] {seed, nodes, seconds, rate}) {
      arguments.add(Long.toString(number));
    }
    arguments.addAll(List.of(war.toString(), Integer.toString(heartbeat)));
    arguments.addAll(List.of(faults));
    Duration atMost = Duration.ofSeconds(seconds).plusMinutes(15);
    Path log = Path.of("target/chaos-" + seed + ".log");
    return Namespace.run(log, atMost, Chaos.class, arguments.toArray(String[]::new));
  }

  /**
   *
   *
   * <pre>
   * callers             A        ║        B, C
   *   │ INVITE ─────────▶│ stored  ║          │
   *   │                  │ routing rules: no way
   *   │◀── 480, 486 ─────┼────────╫──────────│ claimed after heartbeat and lease
   *   │                  │ withholds; joins again under another id
   * </pre>
   */
  @Test
  @Tag("load")
  @DisplayName("a server that is cut off by routing rules withholds its answers; others give them")
  void partitioned() throws Exception {
    String told = run(1, 30, 4, "cut:0:25");
    assertThat(told).contains("twice=0 missing=0").contains("faults=[cut]");
    assertThat(Files.readString(Path.of("target/chaos-1-0.log"))).contains("SIPA-0509");
  }

  @Test
  @Tag("load")
  @DisplayName("90 s of kills, stops, partitions and restarts by a seed")
  void random() throws Exception {
    assertThat(run(SEED, 90, 4)).contains("twice=0 missing=0");
  }

  @Test
  @Tag("load")
  @DisplayName("stopped for 30 s and back")
  void stopped() throws Exception {
    assertThat(run(2, 40, 10, "stop:0:30")).contains("twice=0 missing=0");
  }

  @Test
  @Tag("load")
  @DisplayName("one of five is killed, and 0.3 s after it has claimed calls its heir, too")
  void heirKilled() throws Exception {
    assertThat(run(5, 5000, 3, 40, 10, "heir:0:10")).contains("twice=0 missing=0");
  }

  @Test
  @Tag("load")
  @DisplayName("servers that starve for 30 s keep their majority")
  void starved() throws Exception {
    assertThat(run(3, 15_000, 4, 40, 4, "starve:0:30")).contains("twice=0 missing=0");
    for (int i = 0; i < 3; i++) {
      assertThat(Files.readString(Path.of("target/chaos-4-" + i + ".log")))
          .doesNotContain("SIPA-0505");
    }
  }

  @Test
  @Tag("load")
  @DisplayName("ten minutes of kills, stops, partitions and restarts against 1,000 calls")
  void tenMinutes() throws Exception {
    assertThat(run(SEED, 600, 100)).contains("twice=0 missing=0");
  }
}
