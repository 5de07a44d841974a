package org.sipasync.cluster.takeover;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.sipasync.cluster.call.StoredCalls;
import org.sipasync.cluster.call.Successor;
import org.sipasync.cluster.grid.ClaimChange;
import org.sipasync.cluster.grid.ClaimTable;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.cluster.lease.Grave;
import org.sipasync.cluster.lease.Vouching;

/**
 * Takes over the calls of members that are gone: waits until a majority has buried them and their
 * lease has ended, then runs a {@link ShareJob} for each share. What fails is tried again; what a
 * claimant leaves behind is its heir's. For the node's thread.
 */
public final class Takeover {
  /** Time between two looks at the claims. */
  private static final long LOOK_MILLIS = 250;

  /** Time for which a closed estate is kept: heirs of its heirs may ask. */
  private static final long KEPT_MILLIS = 60_000;

  /** Time after which what was taken over has begun to go on. */
  private static final long ARRIVAL_MILLIS = 3000;

  private final Heir heir;
  private final Map<UUID, Estate> estates = new LinkedHashMap<>();
  private final ShareJob[] jobs = new ShareJob[ClaimTable.SHARES];
  private long lastLook;

  /**
   * Creates the takeover of a node.
   *
   * @param clock milliseconds, monotonic
   * @param patience time after which any member may claim a share, not only its first choice
   * @param ackTime an acknowledgement of the grid that took longer proves nothing
   */
  public Takeover(
      Grid grid,
      Vouching vouching,
      StoredCalls calls,
      Successor successor,
      LongSupplier clock,
      long patience,
      long ackTime) {
    this.heir =
        new Heir(
            grid, vouching, calls, successor, clock, patience, ackTime, new TakeoverCounters());
    this.lastLook = clock.getAsLong();
  }

  /** Goes on with what can go on; to be called every few milliseconds. */
  public void tick() {
    for (int share = 0; share < jobs.length; share++) {
      if (jobs[share] != null) {
        jobs[share].run();
        jobs[share] = jobs[share].isOver() ? null : jobs[share];
      }
    }
    long now = heir.now();
    if (now - lastLook < LOOK_MILLIS) {
      return;
    }
    lastLook = now;
    update();
    if (heir.mayAct()) {
      estates.values().stream()
          .filter(estate -> estate.isReady(now) && !estate.isAsked && !estate.isClosed())
          .forEach(this::look);
      for (int share = 0; share < jobs.length; share++) {
        start(share);
      }
    }
  }

  private void update() {
    Set<UUID> missed = new HashSet<>();
    for (Grave grave : heir.vouching().graves()) {
      missed.add(grave.dead());
      estates.computeIfAbsent(grave.dead(), dead -> new Estate(grave));
    }
    estates.keySet().retainAll(missed);
    List<Estate> over =
        estates.values().stream()
            .filter(estate -> estate.isClosedFor(heir.now(), KEPT_MILLIS))
            .toList();
    over.forEach(estate -> heir.vouching().forget(estate.dead()));
  }

  private void look(Estate estate) {
    estate.isAsked = true;
    heir.grid()
        .change(
            estate.dead(),
            ClaimChange.look(),
            (table, failure) -> {
              estate.isAsked = false;
              if (failure == null) {
                estate.saw(table, heir.now());
                clear(estate);
              }
            });
  }

  /** Removes the journal of which all calls have been adopted. */
  private void clear(Estate estate) {
    if (!estate.isClosed() || estate.isCleared || !isCleaner(estate)) {
      return;
    }
    estate.isCleared = true;
    JournalCleaner.clear(heir.grid(), estate.dead(), estate.grave.marks());
  }

  /** True for the claimant of the first share or, if that has gone, for the first member. */
  private boolean isCleaner(Estate estate) {
    Set<UUID> members = heir.grid().heirs();
    UUID cleaner = estate.claims.claimant(0);
    if (!members.contains(cleaner)) {
      cleaner = members.stream().min(UUID::compareTo).orElse(null);
    }
    return heir.grid().self().equals(cleaner);
  }

  private void start(int share) {
    if (jobs[share] != null) {
      return;
    }
    long now = heir.now();
    List<Estate> open =
        estates.values().stream()
            .filter(estate -> estate.isReady(now) && estate.claims != null)
            .filter(estate -> !estate.claims.isDone(share) && !estate.isAdopted(share))
            .toList();
    if (!open.isEmpty()) {
      jobs[share] = new ShareJob(heir, share, open);
      jobs[share].claim();
    }
  }

  /** Forgets all: this member has another id, and what it claimed is its heirs'. */
  public void identityChanged() {
    for (int share = 0; share < jobs.length; share++) {
      if (jobs[share] != null) {
        jobs[share].abandon();
        jobs[share] = null;
      }
    }
    estates.clear();
  }

  /** Returns the number of members whose calls are not all taken over. */
  public long orphaned() {
    return estates.values().stream().filter(estate -> !estate.isClosed()).count();
  }

  /**
   * Returns true if calls or sessions of members that are gone may be on their way to this one, or
   * to others.
   */
  public boolean isUnderWay() {
    return estates.values().stream().anyMatch(one -> !one.isClosedFor(heir.now(), ARRIVAL_MILLIS));
  }

  /** Returns the counters. */
  public TakeoverCounters counters() {
    return heir.counters();
  }
}
