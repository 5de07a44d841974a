package org.sipasync.cluster.call;

import java.util.ArrayList;
import java.util.List;
import org.sipasync.cluster.journal.JournalCall;
import org.sipasync.cluster.record.CallRecord;

/**
 * A call of this node in the journal. For the node's thread.
 *
 * <pre>
 *   answer ── the grid has the response ──▶ lease? ── yes ──▶ sent ── end ──▶ ended
 *                                             └── no ──▶ withheld until it is back
 * </pre>
 */
public final class StoredCall {
  private final StoredCalls calls;
  private CallRecord record;
  private CallOwner owner;
  JournalCall entry;

  /** Former records that an heir may find, until the grid has a later one. */
  private final List<JournalCall> former = new ArrayList<>(0);

  /** True if a dead node had fixed the response, and the grid has it. */
  boolean isFixed;

  private boolean isAnswered;

  /** True if a former record of it may be found by an heir. */
  private boolean wasWritten;

  StoredCall(StoredCalls calls, CallRecord record, CallOwner owner) {
    this.calls = calls;
    this.record = record;
    this.owner = owner;
  }

  /** Returns the call's record. */
  public CallRecord record() {
    return record;
  }

  /** Returns true if it survives this node. */
  public boolean isStored() {
    return entry.isStored();
  }

  /**
   * Fixes the final response and sends it, once the grid has it and this node holds the lease. Only
   * the first answer counts.
   *
   * @param response its bytes, the same for every node that may send it
   * @param send sends it; never runs if the call is given up
   */
  public void answer(byte[] response, Runnable send) {
    if (isAnswered || entry.isEnded()) {
      return;
    }
    isAnswered = true;
    if (isFixed) {
      calls.send(this, send);
    } else if (entry.isWritten() || wasWritten) {
      calls.journal().decide(entry, response, () -> calls.send(this, send));
    } else {
      calls.journal().end(entry); // no heir will find it
      calls.send(this, send);
    }
  }

  /** Replaces the record: the call waits for something else now. */
  public void replace(CallRecord next) {
    if (!isAnswered && !entry.isEnded()) {
      wasWritten |= entry.isWritten();
      record = next;
      calls.replace(this, next.encode());
    }
  }

  void replacedBy(JournalCall next) {
    if (entry.isWritten()) {
      former.add(entry);
    } else {
      calls.journal().end(entry); // nobody will find it
    }
    entry = next;
  }

  /** Ends the former records up to one that the grid has. */
  void endBefore(JournalCall stored) {
    former.removeIf(
        old -> {
          boolean isBefore = old.isBefore(stored);
          if (isBefore) {
            calls.journal().end(old);
          }
          return isBefore;
        });
  }

  /** True if an heir may find it. */
  boolean isKnown() {
    return entry.isWritten() || wasWritten;
  }

  /** Ends the call: its response has arrived, or nobody waits for it. Idempotent. */
  public void end() {
    calls.end(this);
  }

  /** Sets what hears of the call. */
  public void setOwner(CallOwner owner) {
    this.owner = owner;
  }

  CallOwner owner() {
    return owner;
  }
}
