package org.sipasync.cluster.takeover;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.sipasync.cluster.call.StoredCall;
import org.sipasync.cluster.call.StoredCalls;
import org.sipasync.cluster.call.Successor;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.cluster.lease.Vouching;
import org.sipasync.cluster.record.CallRecord;
import org.sipasync.cluster.takeover.Inheritance.Heirloom;

/**
 * A node, as its takeovers use it.
 *
 * @param clock milliseconds, monotonic
 * @param patience time after which any member may claim, not only the first choice
 * @param ackTime an acknowledgement that took longer proves nothing
 */
record Heir(
    Grid grid,
    Vouching vouching,
    StoredCalls calls,
    Successor successor,
    LongSupplier clock,
    long patience,
    long ackTime,
    TakeoverCounters counters) {

  /** RFC 3261, 17.1.1.2: after 64 × T1 nobody waits for a response that was sent. */
  private static final long ANSWER_LIFE = 32_000;

  /** Patience of members with other applications, in times of that of equal ones. */
  private static final long OTHERS_PATIENCE = 10;

  long now() {
    return clock.getAsLong();
  }

  boolean mayAct() {
    return vouching.holdsLease();
  }

  /**
   * True if this node is to claim a free share: it is the first choice, or that one is slow. The
   * choice is among the members that have the dead one's applications, if there are any; others are
   * more patient.
   */
  boolean isFirstChoice(Estate estate, int share) {
    long deployments = vouching.factsOf(estate.dead()).deployments();
    List<UUID> equal =
        grid.heirs().stream()
            .filter(member -> vouching.factsOf(member).deployments() == deployments)
            .toList();
    boolean isEqual = equal.isEmpty() || equal.contains(grid.self());
    if (now() - estate.grave.readyAt() >= (isEqual ? patience : OTHERS_PATIENCE * patience)) {
      return grid.heirs().contains(grid.self());
    }
    Comparator<UUID> byWeight =
        Comparator.comparingLong(member -> weight(estate.dead(), share, member));
    return (equal.isEmpty() ? grid.heirs() : equal)
        .stream().max(byWeight).filter(grid.self()::equals).isPresent();
  }

  private static long weight(UUID dead, int share, UUID member) {
    long mixed =
        (dead.getMostSignificantBits() + share) * 0x9E3779B97F4A7C15L
            ^ member.getMostSignificantBits()
            ^ member.getLeastSignificantBits();
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }

  /** True if the call was answered so long ago that nobody waits for the response. */
  boolean isForgotten(Heirloom found) {
    long decided = found.call().decidedAt();
    return found.call().response() != null
        && vouching.timeAt(found.dead(), decided) - decided > ANSWER_LIFE;
  }

  AdoptedCall adopt(Heirloom found, Runnable onStored) {
    CallRecord record = found.record();
    long passed = vouching.timeAt(found.dead(), record.storedAt()) - record.storedAt();
    long left = Math.max(0, record.remaining() - Math.max(0, passed));
    byte[] response = found.call().response();
    StoredCall call = calls.adopt(record.takenOver(now(), left), response, onStored);
    return new AdoptedCall(call, response);
  }

  void run(AdoptedCall adopted) {
    StoredCall call = adopted.call();
    CallRecord record = call.record();
    long passed = now() - record.storedAt();
    long left = Math.max(0, record.remaining() - passed);
    if (record.isSession()) {
      counters.sessions++;
      call.setOwner(successor.takeOver(record, left, call));
      return;
    }
    counters.claimed++;
    if (adopted.response() != null) {
      counters.resent++;
      call.setOwner(successor.resend(record, adopted.response(), call));
      return;
    }
    counters.rerun += record.work().canRunAgain() ? 1 : 0;
    counters.lost += record.work().canRunAgain() ? 0 : 1;
    call.setOwner(successor.takeOver(record, left, call));
  }

  void noteDoubtful(int number) {
    counters.doubtful += number;
  }

  void noteAnswered(Estate estate) {
    counters.lastAnswerMillis = now() - estate.grave.missedAt();
  }
}
