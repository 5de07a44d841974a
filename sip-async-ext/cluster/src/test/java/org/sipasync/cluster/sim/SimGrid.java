package org.sipasync.cluster.sim;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.sipasync.cluster.grid.ClaimChange;
import org.sipasync.cluster.grid.ClaimTable;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.cluster.grid.Reply;

/**
 * The grid as one simulated member sees it. Like Hazelcast it confirms a write whose backups do not
 * answer after a time, and writes of a member that has lost the others succeed at itself.
 */
final class SimGrid implements Grid {
  private static final long CALL_TIMEOUT = 10_000;
  private static final long BACKUP_TIMEOUT = 20_000;
  private static final long RETRY = 100;

  private final SimNetwork network;
  private final SimMember member;

  SimGrid(SimNetwork network, SimMember member) {
    this.network = network;
    this.member = member;
  }

  @Override
  public UUID self() {
    return member.id;
  }

  @Override
  public Set<UUID> members() {
    return member.view;
  }

  @Override
  public void put(UUID owner, long sequence, byte[] piece, Reply<Void> reply) {
    write(owner + ":" + sequence, before -> piece, (after, failure) -> reply.done(null, failure));
  }

  @Override
  public void remove(UUID owner, long sequence, Reply<Void> reply) {
    write(owner + ":" + sequence, before -> null, (after, failure) -> reply.done(null, failure));
  }

  @Override
  public void change(UUID dead, ClaimChange change, Reply<ClaimTable> reply) {
    write(
        "claims " + dead,
        before -> ClaimTable.decode(before).after(change).encode(),
        (after, failure) -> reply.done(failure == null ? ClaimTable.decode(after) : null, failure));
  }

  @Override
  public void get(UUID owner, long sequence, Reply<byte[]> reply) {
    String key = owner + ":" + sequence;
    long deadline = network.events.now() + CALL_TIMEOUT;
    network.events.after(network.delay(), () -> read(key, deadline, reply));
  }

  private void read(String key, long deadline, Reply<byte[]> reply) {
    if (!member.isAlive) {
      return;
    }
    SimMember owner = member.side.holders(key).get(0);
    if (network.reaches(member, owner)) {
      byte[] value = owner.store.get(key);
      member.after(network.delay(), () -> reply.done(value, null));
    } else if (network.events.now() > deadline) {
      member.after(0, () -> reply.done(null, new IOException("no answer")));
    } else {
      network.events.after(RETRY, () -> read(key, deadline, reply));
    }
  }

  private void write(String key, UnaryOperator<byte[]> change, Reply<byte[]> reply) {
    long deadline = network.events.now() + CALL_TIMEOUT;
    network.events.after(network.delay(), () -> apply(key, change, deadline, reply));
  }

  private void apply(String key, UnaryOperator<byte[]> change, long deadline, Reply<byte[]> reply) {
    if (member.side.members.isEmpty()) {
      return; // removed meanwhile
    }
    List<SimMember> holders = member.side.holders(key);
    SimMember owner = holders.get(0);
    if (!network.reaches(member, owner)) {
      if (network.events.now() > deadline) {
        member.after(0, () -> reply.done(null, new IOException("no answer")));
      } else {
        network.events.after(RETRY, () -> apply(key, change, deadline, reply));
      }
      return;
    }
    byte[] after = change.apply(owner.store.get(key));
    set(owner, key, after);
    long giveUp = network.events.now() + BACKUP_TIMEOUT;
    awaitBackups(key, owner, List.copyOf(holders), giveUp, () -> reply.done(after, null));
  }

  private void awaitBackups(
      String key, SimMember owner, List<SimMember> holders, long giveUp, Runnable done) {
    boolean isMissing = false;
    for (SimMember backup : holders) {
      if (backup == owner || !owner.side.members.contains(backup)) {
        continue;
      }
      if (network.reaches(owner, backup)) {
        set(backup, key, owner.store.get(key));
      } else {
        isMissing = true;
      }
    }
    if (!isMissing || network.events.now() > giveUp) {
      member.after(network.delay(), done);
    } else {
      network.events.after(RETRY, () -> awaitBackups(key, owner, holders, giveUp, done));
    }
  }

  private static void set(SimMember holder, String key, byte[] value) {
    if (value == null) {
      holder.store.remove(key);
    } else {
      holder.store.put(key, value);
    }
  }

  @Override
  public void ask(UUID asked, byte[] question, Reply<byte[]> reply) {
    if (network.events.chance(network.loss)) {
      member.after(1000, () -> reply.done(null, new IOException("lost")));
      return;
    }
    UUID as = member.id;
    network.events.after(
        network.delay(),
        () ->
            network.members.stream()
                .filter(other -> other.id.equals(asked) && other.isAlive)
                .filter(other -> other.isFrozen() || network.reaches(member, other))
                .findFirst()
                .ifPresent(other -> other.after(0, () -> answer(other, as, question, reply))));
  }

  private void answer(SimMember other, UUID as, byte[] question, Reply<byte[]> reply) {
    byte[] answer = other.node.asked(question);
    network.events.after(
        network.delay(),
        () -> {
          if (member.id.equals(as)) {
            member.after(0, () -> reply.done(answer, null));
          }
        });
  }
}
