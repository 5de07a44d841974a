package org.sipasync.cluster.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The network of a simulated cluster, and what Hazelcast makes of it: members that die are removed
 * soon, those that cannot be reached after a while, and sides that find each other again merge; the
 * smaller one gets new ids and loses its data (DiscardMergePolicy).
 */
final class SimNetwork {
  private static final long DETECT = 200;

  final SimEvents events;
  final List<SimMember> members = new ArrayList<>();
  private final int backups;
  private final long heartbeat;
  private final Consumer<String> story;
  private final Set<SimSide> sides = new LinkedHashSet<>();

  /** Slots that are cut off from all others but each other. */
  private Set<Integer> cutOff = Set.of();

  private long mergeableSince = Long.MAX_VALUE;

  /** Probability that a question between nodes is lost. */
  double loss;

  SimNetwork(SimEvents events, int backups, long heartbeat, Consumer<String> story) {
    this.events = events;
    this.story = story;
    this.backups = backups;
    this.heartbeat = heartbeat;
    events.every(DETECT, this::detect);
  }

  void cut(Set<Integer> slots) {
    cutOff = slots;
  }

  boolean isCut() {
    return !cutOff.isEmpty();
  }

  boolean reaches(SimMember from, SimMember to) {
    return from == to && to.works()
        || to.works() && from.isAlive && cutOff.contains(from.slot) == cutOff.contains(to.slot);
  }

  /** A delay of a message: mostly short, seldom long. */
  long delay() {
    return events.chance(0.01) ? events.between(200, 3000) : events.between(1, 8);
  }

  void join(SimMember member) {
    members.add(member);
    SimSide side =
        sides.stream()
            .filter(one -> one.members.stream().anyMatch(other -> reaches(member, other)))
            .max((one, other) -> one.members.size() - other.members.size())
            .orElseGet(this::newSide);
    add(member, side);
    member.view = ids(side);
  }

  private SimSide newSide() {
    SimSide side = new SimSide(backups);
    sides.add(side);
    return side;
  }

  private void add(SimMember member, SimSide side) {
    side.members.add(member);
    member.side = side;
    changed(side);
  }

  private static Set<java.util.UUID> ids(SimSide side) {
    return side.members.stream()
        .map(member -> member.id)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void changed(SimSide side) {
    for (SimMember member : side.members) {
      if (!member.isFrozen()) { // the list changes before the partitions, its events come later
        member.view = ids(side);
      }
      member.after(
          events.between(0, 300),
          () -> {
            member.view = ids(member.side);
            if (member.node != null) {
              member.node.membersChanged();
            }
          });
    }
    events.after(events.between(200, 2000), side::rebalance);
  }

  private void detect() {
    boolean isQuiet =
        cutOff.isEmpty() && sides.size() == 1 && members.stream().allMatch(SimMember::works);
    if (isQuiet && sides.iterator().next().isBalanced) {
      sides.iterator().next().groups = Set.of();
      return;
    }
    for (SimSide side : List.copyOf(sides)) {
      removeDead(side);
      split(side);
    }
    sides.removeIf(side -> side.members.isEmpty());
    merge();
    sides.stream().filter(side -> !side.isBalanced).forEach(SimSide::rebalance);
  }

  private void removeDead(SimSide side) {
    List<SimMember> dead =
        side.members.stream()
            .filter(member -> !member.isAlive && events.now() - member.diedAt > 600)
            .toList();
    if (!dead.isEmpty()) {
      dead.forEach(side::remove);
      members.removeAll(dead);
      changed(side);
    }
  }

  private void split(SimSide side) {
    Set<Set<SimMember>> groups = groups(side);
    if (!groups.equals(side.groups)) {
      side.groups = groups;
      side.groupsSince = events.now();
    } else if (groups.size() > 1 && events.now() - side.groupsSince > heartbeat) {
      sides.remove(side);
      Set<SimMember> dead = new HashSet<>(side.members);
      groups.forEach(dead::removeAll);
      for (Set<SimMember> group : groups) {
        SimSide part = side.split(group);
        sides.add(part);
        changed(part);
        story.accept("side of " + group);
      }
      dead.forEach(side::remove);
    }
  }

  private Set<Set<SimMember>> groups(SimSide side) {
    Set<Set<SimMember>> groups = new LinkedHashSet<>();
    for (SimMember member : side.members) {
      if (!member.isAlive) {
        continue;
      }
      Set<SimMember> group = new LinkedHashSet<>();
      group.add(member);
      if (!member.isFrozen()) {
        side.members.stream().filter(other -> reaches(member, other)).forEach(group::add);
      }
      groups.add(group);
    }
    return groups;
  }

  /** Merges the sides once all their members reach each other for a while. */
  private void merge() {
    boolean isWhole =
        cutOff.isEmpty()
            && sides.size() > 1
            && sides.stream().allMatch(side -> side.members.stream().allMatch(SimMember::works));
    if (!isWhole) {
      mergeableSince = Long.MAX_VALUE;
      return;
    }
    mergeableSince = Math.min(mergeableSince, events.now());
    if (events.now() - mergeableSince < 2000) {
      return;
    }
    SimSide largest =
        sides.stream().max((one, other) -> one.members.size() - other.members.size()).get();
    for (SimSide side : List.copyOf(sides)) {
      if (side != largest) {
        sides.remove(side);
        List.copyOf(side.members).forEach(member -> merge(member, largest));
      }
    }
  }

  private void merge(SimMember member, SimSide into) {
    member.store.clear();
    member.newId();
    into.members.add(member);
    member.side = into;
    member.view = ids(into);
    changed(into);
    story.accept(member + " merges into " + into.members);
    member.after(events.between(0, 200), () -> member.node.identityChanged());
  }
}
