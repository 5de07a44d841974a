package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sipasync.test.ThreeNodes.LONG;
import static org.sipasync.test.UdpCallers.header;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.clustered.Clustered;

/** Three servers on loopback, of which one is killed. */
class NodeLossTest extends InContainer {
  private static final int CALLS = 1000;

  @TempDir Path directory;

  private ThreeNodes nodes;
  private UdpCallers callers;

  @BeforeEach
  void start() throws IOException {
    Path war = file(directory, war("clustered", Clustered.class.getPackage()));
    nodes = new ThreeNodes("node-loss", war);
    callers = new UdpCallers();
  }

  @AfterEach
  void stop() {
    nodes.close();
    callers.close();
  }

  /**
   *
   *
   * <pre>
   * caller              A               grid            B, C
   *   │ INVITE × 1000 ──▶│ suspended      │               │
   *   │                  │──── stored ───▶│               │
   *   │                  ✗ killed         │               │
   *   │                                   │◀── claimed ───│
   *   │◀──── 480, return code -8: of what must not run twice
   *   │◀──── 486, return code 1: of what may run again
   * </pre>
   */
  @Test
  @DisplayName(
      "kill -9 of one of three servers with 1,000 suspended calls: one final response each")
  void killed() throws IOException {
    for (int i = 0; i < CALLS / 2; i++) {
      callers.invite(nodes.sipPort(0), "once", i, 170_000);
      callers.invite(nodes.sipPort(0), "again", i, 15_000);
      if (i % 50 == 49) {
        int sent = 2 * (i + 1);
        await().atMost(LONG).until(() -> callers.trying.size() == sent);
      }
    }
    nodes.awaitStored(0, CALLS);
    nodes.server(0).kill();
    await().atMost(LONG).untilAsserted(() -> assertThat(callers.finals).hasSize(CALLS));
    callers.finals.forEach(
        (id, each) -> {
          String response = callers.only(id);
          boolean isAgain = id.startsWith("again");
          assertThat(header(response, "X-Rc")).isEqualTo(isAgain ? "1" : "-8");
          assertThat(header(response, "X-Avp")).isEqualTo(id);
          assertThat(header(response, "X-Asked")).isEqualTo(isAgain ? "15000" : "170000");
        });
    assertThat(nodes.metric(1, "members")).isEqualTo(2);
    assertThat(nodes.metric(2, "members")).isEqualTo(2);
  }

  /**
   *
   *
   * <pre>
   * caller              A                        B, C
   *   │ INVITE × 200 ───▶│ suspended, stored      │
   *   │                  ║ stopped                │
   *   │◀───────────────────── 480 and 486 ────────│ claimed after heartbeat and lease
   *   │                  ║ goes on: its operations have ended, its lease, too
   *   │                  │ withholds 200 responses, joins again under another id
   * </pre>
   */
  @Test
  @Tag("load")
  @DisplayName("a server that was stopped and wakes up answers nothing that others have answered")
  void stopped() throws Exception {
    for (int i = 0; i < 100; i++) {
      callers.invite(nodes.sipPort(0), "once", i, 40_000);
      callers.invite(nodes.sipPort(0), "again", i, 25_000);
    }
    MicroServer stopped = nodes.server(0);
    nodes.awaitStored(0, 200);
    stopped.signal("STOP");
    await().atMost(LONG).until(() -> callers.finals.size() == 200);
    stopped.signal("CONT");
    await()
        .atMost(LONG)
        .until(() -> nodes.metric(0, "members") == 3 && nodes.metric(0, "lease") == 1);
    await().atMost(LONG).until(() -> nodes.metric(0, "live") == 0);
    assertThat(stopped.log()).contains("SIPA-0509");
    callers.invite(nodes.sipPort(0), "once", 200, 1000);
    await().atMost(LONG).until(() -> callers.finals.containsKey("once-200"));
    callers.finals.keySet().forEach(callers::only);
  }
}
