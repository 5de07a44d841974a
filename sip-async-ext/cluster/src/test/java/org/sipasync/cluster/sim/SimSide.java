package org.sipasync.cluster.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One side of a simulated cluster: its members and who holds which partition, as Hazelcast has it.
 * The first holder is the owner; when one goes, the next is promoted at once, and copies are made
 * up for later.
 */
final class SimSide {
  private static final int PARTITIONS = 31;

  final Set<SimMember> members = new LinkedHashSet<>();
  private final List<List<SimMember>> holders = new ArrayList<>();
  private final int backups;

  /** Members as they were grouped by the network when last looked at, and since when. */
  Set<Set<SimMember>> groups = Set.of();

  long groupsSince;

  /** False if copies are to be made up for, as soon as all members work. */
  boolean isBalanced = true;

  SimSide(int backups) {
    this.backups = backups;
    for (int i = 0; i < PARTITIONS; i++) {
      holders.add(new ArrayList<>());
    }
  }

  /** Holders of a key, the owner first; never empty. */
  List<SimMember> holders(String key) {
    List<SimMember> list = holders.get(partition(key));
    if (list.isEmpty()) {
      list.addAll(wanted(partition(key)));
    }
    return list;
  }

  private static int partition(String key) {
    return Math.floorMod(key.hashCode() * 31, PARTITIONS);
  }

  private List<SimMember> wanted(int partition) {
    return members.stream()
        .sorted(
            Comparator.comparingInt(
                (SimMember member) -> (member.slot + 1) * 7919 * (partition + 1) % 1009))
        .limit(backups + 1L)
        .toList();
  }

  void remove(SimMember member) {
    members.remove(member);
    holders.forEach(list -> list.remove(member));
  }

  /** Makes up for lost copies, and moves partitions to new members. */
  void rebalance() {
    isBalanced = members.stream().allMatch(SimMember::works);
    for (int i = 0; isBalanced && i < PARTITIONS; i++) {
      List<SimMember> list = holders.get(i);
      List<SimMember> wanted = wanted(i);
      if (list.isEmpty() || list.equals(wanted)) {
        continue;
      }
      copy(list.get(0), wanted, list, i);
      list.clear();
      list.addAll(wanted);
    }
  }

  private static void copy(
      SimMember owner, List<SimMember> to, List<SimMember> before, int partition) {
    List<Map.Entry<String, byte[]>> entries =
        owner.store.entrySet().stream()
            .filter(entry -> partition(entry.getKey()) == partition)
            .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
            .toList();
    Set<SimMember> touched = new LinkedHashSet<>(before);
    touched.addAll(to);
    for (SimMember member : touched) {
      member.store.keySet().removeIf(key -> partition(key) == partition);
      if (to.contains(member)) {
        entries.forEach(entry -> member.store.put(entry.getKey(), entry.getValue()));
      }
    }
  }

  /** Splits off a group, which keeps what it holds. */
  SimSide split(Set<SimMember> group) {
    SimSide side = new SimSide(backups);
    side.members.addAll(group);
    for (int i = 0; i < PARTITIONS; i++) {
      holders.get(i).stream().filter(group::contains).forEach(side.holders.get(i)::add);
    }
    group.forEach(member -> member.side = side);
    return side;
  }
}
