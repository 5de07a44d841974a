package org.sipasync.cluster.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sipasync.cluster.journal.JournalSettings;
import org.sipasync.cluster.lease.Terms;
import org.sipasync.cluster.node.ClusterNode;
import org.sipasync.cluster.node.NodeSettings;

/** A cluster of simulated nodes with calls: one seed, one history. */
final class Simulation {
  private static final long TICK = 50;

  final SimEvents events;
  final SimNetwork network;
  final Map<String, SimCall> calls = new LinkedHashMap<>();
  final Map<String, SimDialog> dialogs = new LinkedHashMap<>();
  final List<String> history = new ArrayList<>();
  private final int size;
  private final NodeSettings settings;
  private final SimMember[] slots;
  private final Map<SimMember, SimApplication> applications = new LinkedHashMap<>();

  Simulation(long seed, int size, Terms terms, long heartbeat) {
    this.events = new SimEvents(seed);
    this.size = size;
    this.settings = new NodeSettings(terms, new JournalSettings(20, 5000, 8 * 1024, 1 << 30), 1000);
    this.network = new SimNetwork(events, Math.min(size / 2, 2), heartbeat, this::note);
    this.slots = new SimMember[size];
    for (int slot = 0; slot < size; slot++) {
      start(slot);
    }
    events.runUntil(events.now() + 6000);
  }

  int size() {
    return size;
  }

  SimMember member(int slot) {
    return slots[slot];
  }

  void start(int slot) {
    SimMember member = new SimMember(events, slot);
    slots[slot] = member;
    network.join(member);
    SimApplication application = new SimApplication(member, calls, dialogs);
    applications.put(member, application);
    member.node =
        new ClusterNode(
            new SimGrid(network, member), member::clock, settings, application, other -> {});
    tick(member);
    note("start " + member);
  }

  private void tick(SimMember member) {
    member.after(
        TICK,
        () -> {
          member.node.tick();
          noteLease(member);
          tick(member);
        });
  }

  private void noteLease(SimMember member) {
    if (member.node.holdsLease() != member.hadLease) {
      member.hadLease = !member.hadLease;
      note(member + (member.hadLease ? " holds the lease" : " lost the lease"));
    }
  }

  void kill(int slot) {
    SimMember member = slots[slot];
    member.isAlive = false;
    member.diedAt = events.now();
    note("kill " + member);
  }

  /** Makes a node leave in good order. */
  void leave(int slot) {
    SimMember member = slots[slot];
    note("leave " + member);
    member.node.leave(
        () -> {
          if (slots[slot] == member && member.isAlive) {
            kill(slot);
          }
        });
  }

  void freeze(int slot, long millis) {
    slots[slot].frozenUntil = events.now() + millis;
    note("stop " + slots[slot] + " for " + millis + " ms");
  }

  void cut(Set<Integer> group) {
    network.cut(group);
    note("cut off " + group);
  }

  void heal() {
    network.cut(Set.of());
    note("heal");
  }

  void note(String what) {
    history.add(events.now() + " " + what);
  }

  /** Begins a call on a node, if that serves. */
  void call(int slot, boolean isIdempotent, long time) {
    SimMember member = slots[slot];
    if (member.works() && member.node.holdsLease()) {
      SimCall call = new SimCall("call-" + calls.size());
      calls.put(call.key, call);
      applications.get(member).begin(call, isIdempotent, time, 200);
    }
  }

  /** Begins a dialog on a node, if that serves; its peer sends requests, the last of them a BYE. */
  void dialog(int slot, int requests) {
    SimMember member = slots[slot];
    if (member.works() && member.node.holdsLease()) {
      SimDialog dialog = new SimDialog("dialog-" + dialogs.size());
      dialogs.put(dialog.key, dialog);
      applications.get(member).dialogs.begin(dialog);
      request(dialog, requests);
    }
  }

  private void request(SimDialog dialog, int left) {
    events.after(
        events.between(100, 5000),
        () -> {
          List.copyOf(applications.values())
              .forEach(each -> each.dialogs.request(dialog, left == 1));
          if (left > 1) {
            request(dialog, left - 1);
          }
        });
  }

  List<SimDialog> answeredByFormerOwners() {
    return dialogs.values().stream().filter(dialog -> dialog.answersOfFormer > 0).toList();
  }

  /** Dialogs that were stored, have not ended, and are not at exactly one node. */
  List<SimDialog> lostDialogs() {
    return dialogs.values().stream()
        .filter(dialog -> dialog.isStored && !dialog.hasEnded && owners(dialog) != 1)
        .toList();
  }

  private long owners(SimDialog dialog) {
    return applications.entrySet().stream()
        .filter(each -> each.getKey().isAlive && each.getValue().dialogs.has(dialog))
        .count();
  }

  List<SimCall> answeredTwice() {
    return calls.values().stream().filter(call -> call.finals.size() > 1).toList();
  }

  List<SimCall> unanswered() {
    return calls.values().stream().filter(call -> call.isStored && call.finals.isEmpty()).toList();
  }

  String story() {
    return String.join("\n", history)
        + "\n"
        + java.util.Arrays.stream(slots)
            .filter(member -> member.isAlive)
            .map(member -> member + " " + member.id + " " + member.node.statistics())
            .collect(Collectors.joining("\n"));
  }
}
