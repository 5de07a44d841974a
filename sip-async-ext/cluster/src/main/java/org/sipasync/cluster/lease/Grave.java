package org.sipasync.cluster.lease;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.sipasync.cluster.journal.Marks;

/**
 * A member that this one knew and misses.
 *
 * <pre>
 *   missed ── a majority confirms, within half a lease ──▶ mourned ── a lease passes ──▶ ready
 * </pre>
 *
 * <p>No lease needs to pass if the member has said that it gives its own up, and leaves.
 */
public final class Grave {
  private final UUID dead;
  private final long missedAt;
  private final boolean hasLeft;
  private final Map<UUID, Long> confirmations = new HashMap<>();
  private Marks marks;
  private long readyAt = Long.MAX_VALUE;

  Grave(UUID dead, long missedAt, Marks marks, boolean hasLeft) {
    this.dead = dead;
    this.missedAt = missedAt;
    this.hasLeft = hasLeft;
    this.marks = marks;
  }

  /** Returns the member. */
  public UUID dead() {
    return dead;
  }

  /** Returns the time at which it was missed, in milliseconds. */
  public long missedAt() {
    return missedAt;
  }

  /** Returns the extent of its journal as it last told anyone who has answered. */
  public Marks marks() {
    return marks;
  }

  /** Returns the time from which its calls may be taken over; the greatest value if unknown. */
  public long readyAt() {
    return readyAt;
  }

  boolean isMourned() {
    return readyAt != Long.MAX_VALUE;
  }

  /** Notes what another member has answered to a question asked at some time. */
  void answered(UUID member, MemberAnswer.Burial burial, long askedAt) {
    marks = marks.merge(burial.marks());
    if (burial.isConfirmed()) {
      confirmations.merge(member, askedAt, Math::max);
    }
  }

  /** Fixes the time of readiness once a majority has confirmed. */
  void mournIfConfirmed(long now, Terms terms) {
    if (isMourned()) {
      return;
    }
    long fresh =
        confirmations.values().stream().filter(asked -> now - asked <= terms.freshness()).count();
    if (1 + fresh >= terms.majority()) {
      readyAt = hasLeft ? now : now + terms.mourning();
    }
  }
}
