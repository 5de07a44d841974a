package org.sipasync.cluster.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sipasync.cluster.lease.Terms;

/**
 * Thousands of histories of clusters with kills, stops, partitions and restarts, each from a seed.
 * {@code -Dseed=N} plays one again, {@code -Dseeds=N} as many as one likes.
 */
class SimulationTest {
  private static final Long ONLY = Long.getLong("seed");
  private static final int SEEDS = Integer.getInteger("seeds", 600);

  @Test
  void noStoredCallIsLostWhileAMajorityLivesAndNoneHasTwoFinals() {
    play(
        0,
        seed -> {
          Simulation simulation = simulation(seed, majority(seed));
          SimFaults faults = new SimFaults(simulation);
          faults.calls(40, 60_000);
          faults.dialogs(20, 60_000);
          faults.gently(2);
          settle(simulation);
          assertThat(simulation.answeredTwice()).as(() -> because(seed, simulation)).isEmpty();
          assertThat(simulation.unanswered()).as(() -> because(seed, simulation)).isEmpty();
          assertThat(simulation.answeredByFormerOwners())
              .as(() -> because(seed, simulation))
              .isEmpty();
          assertThat(simulation.lostDialogs()).as(() -> because(seed, simulation)).isEmpty();
        });
  }

  @Test
  void noCallHasTwoFinalsWhateverHappens() {
    play(
        1_000_000,
        seed -> {
          Simulation simulation = simulation(seed, majority(seed));
          SimFaults faults = new SimFaults(simulation);
          faults.calls(40, 60_000);
          faults.dialogs(20, 60_000);
          faults.wildly(20);
          settle(simulation);
          assertThat(simulation.answeredTwice()).as(() -> because(seed, simulation)).isEmpty();
          assertThat(simulation.answeredByFormerOwners())
              .as(() -> because(seed, simulation))
              .isEmpty();
        });
  }

  private static void play(long first, java.util.function.LongConsumer history) {
    if (ONLY != null) {
      history.accept(ONLY);
      return;
    }
    for (long seed = first; seed < first + SEEDS; seed++) {
      history.accept(seed);
    }
  }

  /** The histories above can fail: they do, where each node acts on its own word. */
  @Test
  void withoutMajorityCallsHaveTwoFinals() {
    long twice = 0;
    for (long seed = 2_000_000; twice == 0 && seed < 2_000_500; seed++) {
      Simulation simulation = simulation(seed, 1);
      SimFaults faults = new SimFaults(simulation);
      faults.calls(40, 60_000);
      faults.wildly(20);
      settle(simulation);
      twice += simulation.answeredTwice().size();
    }
    assertThat(twice).isPositive();
  }

  /** The same for dialogs. */
  @Test
  void withoutMajorityDialogsHaveTwoOwners() {
    long twice = 0;
    for (long seed = 3_000_000; twice == 0 && seed < 3_000_500; seed++) {
      Simulation simulation = simulation(seed, 1);
      SimFaults faults = new SimFaults(simulation);
      faults.dialogs(40, 60_000);
      faults.wildly(20);
      settle(simulation);
      twice += simulation.answeredByFormerOwners().size();
    }
    assertThat(twice).isPositive();
  }

  private static int size(long seed) {
    return seed % 3 == 0 ? 5 : 3;
  }

  private static int majority(long seed) {
    return size(seed) / 2 + 1;
  }

  private static Simulation simulation(long seed, int majority) {
    long heartbeat = 700 + seed % 5 * 3000;
    Simulation simulation =
        new Simulation(seed, size(seed), new Terms(majority, 2000, 1), heartbeat);
    simulation.network.loss = seed % 2 == 0 ? 0.02 : 0;
    return simulation;
  }

  private static void settle(Simulation simulation) {
    simulation.events.runUntil(simulation.events.now() + 45_000);
  }

  private static String because(long seed, Simulation simulation) {
    return "seed " + seed + "\n" + simulation.story();
  }
}
