package org.sipasync.cluster.lease;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * The right to answer calls for a time, given by a majority that has this member in its list.
 *
 * <pre>
 *   none ── majority ──▶ held ── time ──▶ lapsed ── majority of those who vouched before ──▶ held
 * </pre>
 *
 * <p>Once lapsed, only members that vouched while it was held can renew it: one that was restarted
 * meanwhile has forgotten that it agreed to this member's burial.
 */
final class Lease {
  private final LongSupplier clock;
  private final Terms terms;
  private final Set<UUID> electorate = new HashSet<>();

  /** Time at which each member was asked the last question that it answered with its word. */
  private final Map<UUID, Long> words = new HashMap<>();

  private boolean wasHeld;
  private volatile long until;
  private volatile boolean hasResigned;

  Lease(LongSupplier clock, Terms terms) {
    this.clock = clock;
    this.terms = terms;
    this.until = clock.getAsLong();
  }

  /** Returns true if calls may be answered now. Thread-safe. */
  boolean isHeld() {
    return !hasResigned && clock.getAsLong() - until < 0;
  }

  /** Gives it up, for good. */
  void resign() {
    hasResigned = true;
  }

  /** Begins a round of questions. */
  void begin(long now, Set<UUID> members) {
    words.keySet().retainAll(members);
    if (isHeld()) {
      electorate.retainAll(members);
    }
    renew(now);
  }

  /** Notes the word of a member, given for a question asked at some time. */
  void vouched(UUID member, long askedAt) {
    if (wasHeld && !isHeld() && !electorate.contains(member)) {
      return;
    }
    words.merge(member, askedAt, Math::max);
    renew(clock.getAsLong());
  }

  private void renew(long now) {
    int others = terms.majority() - 1;
    if (words.size() < others) {
      return;
    }
    long weakest =
        others == 0
            ? now
            : words.values().stream()
                .sorted((one, other) -> Long.compare(other, one))
                .skip(others - 1L)
                .findFirst()
                .orElseThrow();
    until = Math.max(until, weakest + terms.lease());
    if (isHeld()) {
      wasHeld = true;
      electorate.addAll(words.keySet());
    }
  }

  /** Forgets all: this member has another id. */
  void reset() {
    electorate.clear();
    words.clear();
    wasHeld = false;
    until = clock.getAsLong();
  }
}
