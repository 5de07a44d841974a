package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.testkit.Silent;

/** CPU time of the server per call with the capture on and off, in turns, in one JVM. */
@Tag("load")
class LadderCostTest extends InContainer {
  private static final int PER_SECOND = 400;
  private static final int CALLS = 3_200;
  private static final int ROUNDS = 10;
  private static final String CAPTURE = "/sip-async/api/ladders/capture";
  private static Silent backend;
  private static MicroServer server;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    backend = new Silent();
    server =
        new MicroServer(
            directory.resolve("log"),
            ConsoleTest.shop(directory, backend),
            "-XX:TieredStopAtLevel=4",
            "-Xms512m");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    backend.close();
  }

  private static void turn(boolean on) {
    String[] steering = {"X-Sip-Async", "console", "Content-Type", "application/json"};
    assertThat(server.send("POST", CAPTURE, "{\"on\":" + on + "}", steering).body())
        .contains("\"isOn\":" + on);
  }

  /** Places calls that suspend for 1 ms; returns the CPU time that they took. */
  private static Duration cpuOfCalls(boolean on) throws InterruptedException {
    turn(on);
    try (Burst burst = new Burst(SIP_PORT, "pause;ms=1")) {
      Duration before = server.cpu();
      burst.place(CALLS, PER_SECOND, -1);
      burst.awaitEnd(Duration.ofMinutes(1));
      Duration after = server.cpu();
      assertThat(burst.outcomes()).isEqualTo(Map.of(200, (long) CALLS));
      return after.minus(before);
    }
  }

  @Test
  @DisplayName("The capture costs at most a tenth of the CPU time of a call")
  void cost() throws Exception {
    for (int warmUp = 0; warmUp < 6; warmUp++) {
      cpuOfCalls(warmUp % 2 == 0);
    }
    double off = 0;
    double on = 0;
    for (int round = 0; round < ROUNDS; round++) {
      off += cpuOfCalls(false).toNanos() / 1e9;
      on += cpuOfCalls(true).toNanos() / 1e9;
    }
    double calls = ROUNDS * CALLS / 1_000.0;
    System.out.printf(
        "CPU seconds per 1000 calls that suspend: off %.4f, on %.4f, %+.1f %%; load %s",
        off / calls, on / calls, 100 * (on / off - 1), Files.readString(Path.of("/proc/loadavg")));
    assertThat(on / off).isLessThan(1.1);
  }
}
