package org.sipasync.cluster.sim;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.sipasync.cluster.node.ClusterNode;

/** One process of a simulated cluster, from its start to its death. */
final class SimMember {
  final SimEvents events;
  final int slot;
  final Map<String, byte[]> store = new HashMap<>();
  private final long clockOffset;
  private final double clockRate;

  UUID id;
  ClusterNode node;
  SimSide side;
  Set<UUID> view = new LinkedHashSet<>();
  boolean isAlive = true;
  boolean hadLease;
  long diedAt;
  long frozenUntil;

  SimMember(SimEvents events, int slot) {
    this.events = events;
    this.slot = slot;
    this.clockOffset = events.between(0, 1_000_000_000);
    this.clockRate = 1 + events.between(-500, 500) / 1_000_000.0;
    newId();
  }

  void newId() {
    id = new UUID(events.random().nextLong(), events.random().nextLong());
  }

  /** Its own clock: another offset and a slightly different speed on each machine. */
  long clock() {
    return (long) (events.now() * clockRate) + clockOffset;
  }

  boolean isFrozen() {
    return events.now() < frozenUntil;
  }

  boolean works() {
    return isAlive && !isFrozen();
  }

  /** Runs a task here after a delay; later if the process is stopped then, never if it is dead. */
  void after(long millis, Runnable task) {
    events.after(
        millis,
        () -> {
          if (isFrozen()) {
            after(frozenUntil - events.now() + events.between(0, 20), task);
          } else if (isAlive) {
            task.run();
          }
        });
  }

  @Override
  public String toString() {
    return "node " + slot;
  }
}
