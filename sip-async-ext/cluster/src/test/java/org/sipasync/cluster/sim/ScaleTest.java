package org.sipasync.cluster.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sipasync.cluster.lease.Terms;
import org.sipasync.cluster.node.NodeStatistics;

/**
 * One of 50 nodes dies. Each has a journal of its own, so its messages, bytes and time are those of
 * any number of nodes; {@code -Dcalls=20000} is its part of 1,000,000.
 */
class ScaleTest {
  private static final int NODES = 50;
  private static final int CALLS = Integer.getInteger("calls", 3000);

  @Test
  void oneOfFiftyDies() {
    Simulation simulation = new Simulation(42, NODES, new Terms(NODES / 2 + 1, 2000, 1), 15_000);
    for (int i = 0; i < CALLS; i++) {
      simulation.events.after(i / 2, () -> simulation.call(0, false, 120_000));
    }
    simulation.events.runUntil(simulation.events.now() + CALLS / 2 + 1000);
    NodeStatistics before = simulation.member(0).node.statistics();
    for (int i = 0; before.stored() < CALLS && i < 600; i++) {
      simulation.events.runUntil(simulation.events.now() + 100);
      before = simulation.member(0).node.statistics();
    }
    NodeStatistics stored = before;
    assertThat(before.stored()).isEqualTo(CALLS);
    assertThat(before.pieces())
        .as("pieces, one message to the owner and each backup")
        .isLessThan(CALLS / 4);
    assertThat(before.bytes() / CALLS).as("bytes per call of 200 bytes").isLessThan(400);

    simulation.kill(0);
    long killed = simulation.events.now();
    long answered = 0;
    while (!simulation.unanswered().isEmpty() && answered < 30_000) {
      simulation.events.runUntil(simulation.events.now() + 100);
      answered = simulation.events.now() - killed;
    }
    assertThat(simulation.answeredTwice()).isEmpty();
    assertThat(simulation.unanswered())
        .as(() -> "after " + CALLS + " calls, " + stored + "\n" + simulation.story())
        .isEmpty();
  }
}
