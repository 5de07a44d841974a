package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sipasync.test.ThreeNodes.LONG;
import static org.sipasync.test.UdpCallers.header;
import static org.sipasync.test.UdpCallers.status;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.clustered.Clustered;
import org.sipasync.testkit.KamailioDispatcher;

/** Three servers behind Kamailio with the documented configuration. */
class DispatcherTest extends InContainer {
  private static final int CALLS = 60;
  private static final Path CONFIG = Path.of("../docs/kamailio.cfg");

  @TempDir Path directory;

  /**
   *
   *
   * <pre>
   * callers        Kamailio            A, B, C
   *   │ INVITE × 120 ──▶│──by Call-ID─────▶│ stored
   *   │                 │                  ✗ A is killed
   *   │ INVITE ────────▶│── A is silent, or known to be gone: B or C
   *   │◀────────────────│◀── 200, 480 ─────│ of B and C, for A's calls, too
   *   │ BYE ───────────▶│── by Contact ───▶│
   * </pre>
   */
  @Tag("load")
  @Test
  @DisplayName("behind Kamailio: calls of a killed server are answered, new ones go elsewhere")
  void dispatched() throws IOException {
    Path war = file(directory, war("clustered", Clustered.class.getPackage()));
    try (ThreeNodes nodes = new ThreeNodes("dispatcher", war);
        KamailioDispatcher kamailio = KamailioDispatcher.start(CONFIG, nodes.sipPorts());
        UdpCallers callers = new UdpCallers()) {
      for (int i = 0; i < CALLS; i++) {
        callers.invite(kamailio.port(), "once", i, 100_000);
        callers.invite(kamailio.port(), "again", i, 20_000, "X-Answer: 200");
      }
      await().atMost(LONG).until(() -> stored(nodes) >= 2 * CALLS);
      assertThat(nodes.metric(0, "stored_total")).isPositive();
      nodes.server(0).kill();
      for (int i = 0; i < CALLS; i++) {
        callers.invite(kamailio.port(), "late", i, 200);
      }
      await().atMost(LONG).until(() -> callers.finals.size() == 3 * CALLS);
      callers.finals.keySet().forEach(callers::only);
      assertThat(IntStream.range(0, CALLS)).allMatch(i -> status(callers.only("late-" + i)) == 486);
      String ok = callers.only("again-0");
      assertThat(status(ok)).isEqualTo(200);
      assertThat(header(ok, "Record-Route")).contains(":" + kamailio.port());
      callers.bye(kamailio.port(), "again-0", ok);
      await().atMost(LONG).until(() -> callers.others.containsKey("BYE again-0"));
      assertThat(callers.others).containsEntry("BYE again-0", 200);
    }
  }

  private static long stored(ThreeNodes nodes) {
    return IntStream.range(0, 3).mapToLong(node -> nodes.metric(node, "stored_total")).sum();
  }
}
