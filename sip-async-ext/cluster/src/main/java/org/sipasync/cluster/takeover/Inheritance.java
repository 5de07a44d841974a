package org.sipasync.cluster.takeover;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.sipasync.cluster.journal.ReadCall;
import org.sipasync.cluster.record.CallRecord;
import org.sipasync.cluster.record.MalformedRecordException;

/**
 * Calls found in the journals of one share, each once: a claimant that died itself may have had the
 * calls of another in its own journal already.
 */
final class Inheritance {
  private final Map<String, Heirloom> calls = new HashMap<>();
  private int doubtful;

  /**
   * One call.
   *
   * @param dead member whose journal it is from
   */
  record Heirloom(UUID dead, ReadCall call, CallRecord record) {

    /** True if this is the later state of the same call. */
    boolean isNewerThan(Heirloom other) {
      int mine = record.takeovers();
      int others = other.record.takeovers();
      return mine != others ? mine > others : other.call.response() == null;
    }
  }

  /** Adds a call, unless its record cannot be read. */
  void add(UUID dead, ReadCall call) {
    CallRecord record;
    try {
      record = CallRecord.decode(call.record());
    } catch (MalformedRecordException e) {
      doubtful++;
      return;
    }
    calls.merge(
        call.transactionKey(),
        new Heirloom(dead, call, record),
        (one, other) -> other.isNewerThan(one) ? other : one);
  }

  /**
   * Drops the calls that may have been answered with a response that is lost. A session may lack
   * its last changes, or have ended: that is better than no session.
   */
  void dropDoubtful() {
    int before = calls.size();
    calls.values().removeIf(one -> one.call().isDoubtful() && !one.record().isSession());
    doubtful += before - calls.size();
  }

  int doubtful() {
    return doubtful;
  }

  Collection<Heirloom> calls() {
    return calls.values();
  }
}
