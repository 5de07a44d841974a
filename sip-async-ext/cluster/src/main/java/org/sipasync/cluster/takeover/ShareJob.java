package org.sipasync.cluster.takeover;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.sipasync.cluster.grid.ClaimChange;
import org.sipasync.cluster.grid.ClaimTable;
import org.sipasync.cluster.journal.JournalReader;
import org.sipasync.cluster.journal.ReadCall;
import org.sipasync.cluster.lease.Claimed;
import org.sipasync.cluster.takeover.Inheritance.Heirloom;

/**
 * Takes over one share of the calls of all members that are gone.
 *
 * <pre>
 *   claim ──▶ confirm (majority) ──▶ read ──▶ adopt (own journal) ──▶ mark as done ──▶ run ──▶ over
 *     └─────────┴────────────────────┴── failure: over, tried again ──────┘
 * </pre>
 *
 * <p>No call runs before all of the share are in this node's journal and the claims say so: an heir
 * of this node finds each call exactly once, in its last state.
 */
final class ShareJob {
  /** Calls that go on per tick, so that an heir of thousands still serves new ones. */
  private static final int RUN_PER_TICK = 250;

  private final Heir heir;
  private final int share;
  private final List<Estate> estates;
  private final List<Estate> mine = new ArrayList<>();
  private final List<AdoptedCall> adopted = new ArrayList<>();
  private final Deque<AdoptedCall> toRun = new ArrayDeque<>();
  private int waitingFor;
  private int toRepeat = -1;
  private boolean isRunning;
  private boolean isOver;

  ShareJob(Heir heir, int share, List<Estate> estates) {
    this.heir = heir;
    this.share = share;
    this.estates = estates;
  }

  boolean isOver() {
    return isOver;
  }

  /** Ends the job without a trace in the claims; the calls are another's. */
  void abandon() {
    isOver = true;
  }

  private void fail() {
    isOver = true;
    heir.counters().failed++;
  }

  /** Claims what can be claimed, one after the other. */
  void claim() {
    UUID me = heir.grid().self();
    for (Estate estate : estates) {
      ClaimTable table = estate.claims;
      UUID claimant = table.claimant(share);
      if (table.isDone(share) || mine.contains(estate)) {
        continue;
      }
      if (me.equals(claimant)) {
        mine.add(estate);
      } else if (claimant == null ? heir.isFirstChoice(estate, share) : isInherited(claimant)) {
        change(estate, ClaimChange.claim(share, claimant, me), this::claim);
        return;
      }
    }
    // A claim of a member further back in the list may have made one in front inheritable.
    if (estates.stream().anyMatch(this::isInheritable)) {
      claim();
    } else if (mine.isEmpty()) {
      isOver = true;
    } else {
      confirm();
    }
  }

  private boolean isInheritable(Estate estate) {
    UUID claimant = estate.claims.claimant(share);
    return claimant != null
        && !estate.claims.isDone(share)
        && !mine.contains(estate)
        && isInherited(claimant);
  }

  private boolean isInherited(UUID claimant) {
    return mine.stream().anyMatch(estate -> estate.dead().equals(claimant));
  }

  private void change(Estate estate, ClaimChange change, Runnable next) {
    long asked = heir.now();
    heir.grid()
        .change(
            estate.dead(),
            change,
            (table, failure) -> {
              if (isOver) {
                return;
              }
              if (failure != null || heir.now() - asked > heir.ackTime() || !heir.mayAct()) {
                fail();
                return;
              }
              estate.saw(table, heir.now());
              next.run();
            });
  }

  private void confirm() {
    List<Claimed> claims = mine.stream().map(one -> new Claimed(one.dead(), share)).toList();
    heir.vouching()
        .confirm(
            claims,
            isAccepted -> {
              if (isOver) {
                return;
              }
              if (isAccepted) {
                read();
              } else {
                fail();
              }
            });
  }

  private void read() {
    Inheritance found = new Inheritance();
    waitingFor = mine.size();
    for (Estate estate : mine) {
      JournalReader.read(
          heir.grid(),
          estate.dead(),
          estate.grave.marks(),
          (calls, failure) -> got(found, estate, calls, failure));
    }
  }

  private void got(Inheritance found, Estate estate, List<ReadCall> calls, Throwable failure) {
    if (isOver) {
      return;
    }
    if (failure != null) {
      fail();
      return;
    }
    calls.stream()
        .filter(call -> ClaimTable.shareOf(call.transactionKey()) == share)
        .forEach(call -> found.add(estate.dead(), call));
    if (--waitingFor == 0) {
      found.dropDoubtful();
      adopt(found);
    }
  }

  private void adopt(Inheritance found) {
    List<Heirloom> calls = found.calls().stream().filter(call -> !heir.isForgotten(call)).toList();
    heir.noteDoubtful(found.doubtful());
    mine.forEach(estate -> estate.adopt(share));
    waitingFor = 1 + calls.size();
    calls.forEach(call -> adopted.add(heir.adopt(call, this::stored)));
    stored();
  }

  private void stored() {
    if (--waitingFor == 0 && !isOver) {
      markDone(0);
    }
  }

  /**
   * Marks one member's share after the other as done. What fails is repeated until it is clear who
   * has the share: from the first mark on, only this node's journal has the calls.
   */
  private void markDone(int from) {
    if (from == mine.size()) {
      toRun.addAll(adopted);
      isRunning = true;
      return;
    }
    Estate estate = mine.get(from);
    UUID me = heir.grid().self();
    heir.grid()
        .change(
            estate.dead(),
            ClaimChange.done(share, me),
            (table, failure) -> marked(from, me, table, failure));
  }

  private void marked(int from, UUID me, ClaimTable table, Throwable failure) {
    if (isOver) {
      return;
    }
    if (failure != null) {
      toRepeat = from;
      return;
    }
    mine.get(from).saw(table, heir.now());
    if (!me.equals(table.claimant(share))) {
      isOver = true; // this node was thought dead, and is its own heir's estate
    } else {
      markDone(from + 1);
    }
  }

  /** Lets adopted calls go on, while the lease is held; to be called every few milliseconds. */
  void run() {
    if (toRepeat >= 0) {
      int from = toRepeat;
      toRepeat = -1;
      markDone(from);
    }
    if (!isRunning || isOver) {
      return;
    }
    for (int i = 0; i < RUN_PER_TICK && !toRun.isEmpty() && heir.mayAct(); i++) {
      heir.run(toRun.poll());
    }
    if (toRun.isEmpty()) {
      isOver = true;
      mine.forEach(heir::noteAnswered);
    }
  }
}
