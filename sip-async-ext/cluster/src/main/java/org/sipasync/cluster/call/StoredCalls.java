package org.sipasync.cluster.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.cluster.journal.Journal;
import org.sipasync.cluster.journal.JournalCall;
import org.sipasync.cluster.journal.JournalCounters;
import org.sipasync.cluster.journal.JournalSettings;
import org.sipasync.cluster.journal.Marks;
import org.sipasync.cluster.record.CallRecord;

/** Calls of this node in its journal, and the responses that wait for the lease. */
public final class StoredCalls {
  private final Grid grid;
  private final LongSupplier clock;
  private final JournalSettings settings;
  private final BooleanSupplier holdsLease;
  private final JournalCounters counters = new JournalCounters();
  private final Set<StoredCall> live = new LinkedHashSet<>();
  private final Deque<Withheld> withheld = new ArrayDeque<>();
  private Journal journal;
  private long withheldSoFar;

  private record Withheld(StoredCall call, Runnable action) {}

  /**
   * Creates an empty set of calls.
   *
   * @param clock milliseconds, monotonic
   */
  public StoredCalls(
      Grid grid, LongSupplier clock, JournalSettings settings, BooleanSupplier holdsLease) {
    this.grid = grid;
    this.clock = clock;
    this.settings = settings;
    this.holdsLease = holdsLease;
    this.journal = new Journal(grid, clock, settings, counters);
  }

  /**
   * Stores a call with the next piece of the journal.
   *
   * @return the call; null if it is too large, or the journal is full
   */
  public StoredCall store(CallRecord record, CallOwner owner) {
    StoredCall call = new StoredCall(this, record, owner);
    return begin(call, record.encode()) ? call : null;
  }

  private boolean begin(StoredCall call, byte[] record) {
    JournalCall entry = journal.begin(record, () -> whenLeased(call, call.owner()::stored));
    if (entry == null) {
      return false;
    }
    call.entry = entry;
    live.add(call);
    return true;
  }

  /**
   * Stores a call that is taken over.
   *
   * @param response its final response; null if none was fixed
   * @param onStored runs once the grid has it
   */
  public StoredCall adopt(CallRecord record, byte[] response, Runnable onStored) {
    StoredCall call = new StoredCall(this, record, () -> {});
    call.isFixed = response != null;
    call.entry = journal.adopt(record.encode(), response, onStored);
    live.add(call);
    return call;
  }

  /** Begins another record of a call; the former one ends once the grid has this one. */
  void replace(StoredCall call, byte[] record) {
    JournalCall[] next = new JournalCall[1];
    next[0] =
        journal.begin(
            record,
            () -> {
              call.endBefore(next[0]);
              whenLeased(call, call.owner()::stored);
            });
    if (next[0] != null) {
      call.replacedBy(next[0]);
    }
  }

  Journal journal() {
    return journal;
  }

  void end(StoredCall call) {
    if (live.remove(call)) {
      call.endBefore(call.entry);
      journal.end(call.entry);
    }
  }

  /** Sends a final response now, or when the lease is back. */
  void send(StoredCall call, Runnable send) {
    withheldSoFar += whenLeased(call, send) ? 0 : 1;
  }

  /** Without the lease, what the grid confirms may be known to this node alone. */
  private boolean whenLeased(StoredCall call, Runnable action) {
    if (holdsLease.getAsBoolean()) {
      action.run();
      return true;
    }
    withheld.add(new Withheld(call, action));
    return false;
  }

  /** Writes what is due, and sends what waited for the lease. */
  public void tick() {
    journal.tick();
    while (!withheld.isEmpty() && holdsLease.getAsBoolean()) {
      Withheld next = withheld.poll();
      if (live.contains(next.call())) {
        next.action().run();
      }
    }
  }

  /**
   * Begins a new journal under the new id. What was written is the heirs'; what was not, is stored
   * anew.
   */
  public void identityChanged() {
    journal.close();
    journal = new Journal(grid, clock, settings, counters);
    List<StoredCall> before = List.copyOf(live);
    List<StoredCall> given = before.stream().filter(StoredCall::isKnown).toList();
    given.forEach(live::remove);
    before.stream()
        .filter(call -> live.contains(call) && !call.entry.isEnded())
        .forEach(call -> begin(call, call.entry.record()));
    given.forEach(call -> call.owner().abandoned());
  }

  /** Returns true if the grid has all that is to be in it. */
  public boolean isIdle() {
    return journal.isIdle();
  }

  /** Writes nothing any more: what the grid has is the heirs'. */
  public void close() {
    journal.close();
  }

  /** Returns the extent of the journal. */
  public Marks marks() {
    return journal.marks();
  }

  /** Returns the number of calls that have not ended. */
  public int live() {
    return live.size();
  }

  /** Returns the number of final responses that wait for the lease. */
  public int withheld() {
    return withheld.size();
  }

  /** Returns the number of final responses that had to wait for the lease so far. */
  public long withheldSoFar() {
    return withheldSoFar;
  }

  /** Returns the journal's counters. */
  public JournalCounters counters() {
    return counters;
  }
}
