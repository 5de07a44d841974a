package org.sipasync.cluster.takeover;

import java.util.Comparator;
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

  long now() {
    return clock.getAsLong();
  }

  boolean mayAct() {
    return vouching.holdsLease();
  }

  /** True if this node is to claim a free share: it is the first choice, or that one is slow. */
  boolean isFirstChoice(Estate estate, int share) {
    if (now() - estate.grave.readyAt() >= patience) {
      return grid.heirs().contains(grid.self());
    }
    Comparator<UUID> byWeight =
        Comparator.comparingLong(member -> weight(estate.dead(), share, member));
    return grid.heirs().stream().max(byWeight).filter(grid.self()::equals).isPresent();
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
    counters.claimed++;
    if (adopted.response() != null) {
      counters.resent++;
      call.setOwner(successor.resend(record, adopted.response(), call));
      return;
    }
    counters.rerun += record.work().canRunAgain() ? 1 : 0;
    counters.lost += record.work().canRunAgain() ? 0 : 1;
    long passed = now() - record.storedAt();
    call.setOwner(successor.takeOver(record, Math.max(0, record.remaining() - passed), call));
  }

  void noteDoubtful(int number) {
    counters.doubtful += number;
  }

  void noteAnswered(Estate estate) {
    counters.lastAnswerMillis = now() - estate.grave.missedAt();
  }
}
