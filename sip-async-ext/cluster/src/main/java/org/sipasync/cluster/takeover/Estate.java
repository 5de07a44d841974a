package org.sipasync.cluster.takeover;

import java.util.UUID;
import org.sipasync.cluster.grid.ClaimTable;
import org.sipasync.cluster.lease.Grave;

/** The calls of one dead member, as this node knows them. */
final class Estate {
  final Grave grave;

  /** The claims as last seen; null before. */
  ClaimTable claims;

  /** Shares that this node has adopted, as bits: none is adopted twice. */
  private int adopted;

  boolean isAsked;
  boolean isCleared;
  private long closedAt = Long.MAX_VALUE;

  Estate(Grave grave) {
    this.grave = grave;
  }

  UUID dead() {
    return grave.dead();
  }

  boolean isReady(long now) {
    return now >= grave.readyAt();
  }

  /** Notes the claims, unless they are older than what is known: replies overtake each other. */
  void saw(ClaimTable table, long now) {
    if (claims == null || table.version() > claims.version()) {
      claims = table;
    }
    if (claims.isDone() && closedAt == Long.MAX_VALUE) {
      closedAt = now;
    }
  }

  boolean isAdopted(int share) {
    return (adopted & 1 << share) != 0;
  }

  void adopt(int share) {
    adopted |= 1 << share;
  }

  boolean isClosed() {
    return closedAt != Long.MAX_VALUE;
  }

  boolean isClosedFor(long now, long time) {
    return isClosed() && now - closedAt > time;
  }
}
