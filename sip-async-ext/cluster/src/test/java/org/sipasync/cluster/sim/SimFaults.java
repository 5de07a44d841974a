package org.sipasync.cluster.sim;

import java.util.HashSet;
import java.util.Set;

/** Faults of one simulated history. */
final class SimFaults {
  private final Simulation simulation;
  private final SimEvents events;

  SimFaults(Simulation simulation) {
    this.simulation = simulation;
    this.events = simulation.events;
  }

  /** Calls at random nodes, for some time from now. */
  void calls(int number, long time) {
    for (int i = 0; i < number; i++) {
      events.after(
          events.between(0, time),
          () ->
              simulation.call(
                  (int) events.between(0, simulation.size() - 1),
                  events.chance(0.3),
                  events.between(0, 10_000)));
    }
  }

  /** Dialogs at random nodes, of which some outlast the history. */
  void dialogs(int number, long time) {
    for (int i = 0; i < number; i++) {
      events.after(
          events.between(0, time),
          () ->
              simulation.dialog(
                  (int) events.between(0, simulation.size() - 1), (int) events.between(1, 60)));
    }
  }

  /** One fault of a minority at a time, each healed before the next: a majority always lives. */
  void gently(int faults) {
    for (int i = 0; i < faults; i++) {
      Set<Integer> minority = minority();
      long time = events.between(500, 20_000);
      switch ((int) events.between(0, 4)) {
        case 4 -> leaveAndRestart(minority.iterator().next(), time + 5000);
        case 0 -> minority.forEach(slot -> killAndRestart(slot, events.between(0, 500), time));
        case 1 -> minority.forEach(slot -> simulation.freeze(slot, time));
        case 2 -> {
          simulation.cut(minority);
          events.after(time, simulation::heal);
        }
        default -> {
          int claimant = (minority.iterator().next() + 1) % simulation.size();
          killAndRestart(minority.iterator().next(), 0, time);
          if (simulation.size() > 3) {
            killAndRestart(claimant, events.between(200, 6000), time);
          }
        }
      }
      events.runUntil(events.now() + time + 20_000);
    }
  }

  /** Any fault at any time, of any number of nodes. */
  void wildly(int faults) {
    for (int i = 0; i < faults; i++) {
      int slot = (int) events.between(0, simulation.size() - 1);
      switch ((int) events.between(0, 5)) {
        case 5 -> leaveAndRestart(slot, events.between(5000, 20_000));
        case 0, 1 -> killAndRestart(slot, 0, events.between(500, 20_000));
        case 2 -> simulation.freeze(slot, events.between(100, 30_000));
        case 3 -> simulation.cut(anyGroup());
        default -> simulation.heal();
      }
      events.runUntil(events.now() + events.between(0, 8000));
    }
    simulation.heal();
  }

  private void killAndRestart(int slot, long after, long restartAfter) {
    events.after(
        after,
        () -> {
          if (simulation.member(slot).isAlive) {
            simulation.kill(slot);
            events.after(restartAfter + 1000, () -> simulation.start(slot));
          }
        });
  }

  private void leaveAndRestart(int slot, long restartAfter) {
    if (simulation.member(slot).works()) {
      SimMember leaving = simulation.member(slot);
      simulation.leave(slot);
      events.after(
          restartAfter,
          () -> {
            if (simulation.member(slot) == leaving && !leaving.isAlive) {
              simulation.start(slot);
            }
          });
    }
  }

  private Set<Integer> minority() {
    Set<Integer> slots = new HashSet<>();
    long size = events.between(1, (simulation.size() - 1) / 2);
    while (slots.size() < size) {
      slots.add((int) events.between(0, simulation.size() - 1));
    }
    return slots;
  }

  private Set<Integer> anyGroup() {
    Set<Integer> slots = new HashSet<>();
    for (int slot = 0; slot < simulation.size(); slot++) {
      if (events.chance(0.4)) {
        slots.add(slot);
      }
    }
    return slots;
  }
}
