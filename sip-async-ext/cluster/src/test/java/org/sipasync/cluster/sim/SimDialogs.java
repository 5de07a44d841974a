package org.sipasync.cluster.sim;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sipasync.cluster.call.CallOwner;
import org.sipasync.cluster.call.StoredCall;
import org.sipasync.cluster.record.CallRecord;

/**
 * Dialogs on one simulated member. Each counts its requests; the record has the count. A peer's
 * requests reach each member that believes to have the dialog.
 */
final class SimDialogs {
  private final SimMember member;
  private final SimEvents events;
  private final Map<String, SimDialog> dialogs;
  private final Map<SimDialog, Life> lives = new LinkedHashMap<>();

  SimDialogs(SimMember member, Map<String, SimDialog> dialogs) {
    this.member = member;
    this.events = member.events;
    this.dialogs = dialogs;
  }

  private CallRecord record(SimDialog dialog, int count, int takeovers) {
    return new CallRecord(
        new CallRecord.Origin(dialog.key, "sim", 1, null, null, null),
        new CallRecord.SessionPart(null, dialog.key, null, null, null),
        new CallRecord.Work(null, null, null, false),
        ByteBuffer.allocate(4).putInt(count).array(),
        takeovers,
        member.clock(),
        Long.MAX_VALUE / 2);
  }

  void begin(SimDialog dialog) {
    Life life = new Life(dialog, 0);
    lives.put(dialog, life);
    life.stored = member.node.store(record(dialog, 0, 0), life);
  }

  CallOwner takeOver(CallRecord record, StoredCall call) {
    SimDialog dialog = dialogs.get(record.origin().transactionKey());
    Life life = new Life(dialog, ByteBuffer.wrap(record.request()).getInt());
    life.stored = call;
    lives.put(dialog, life);
    return life;
  }

  /** True if the member believes to have a dialog. */
  boolean has(SimDialog dialog) {
    return lives.containsKey(dialog);
  }

  /** A request of the peer arrives; the last one ends the dialog. */
  void request(SimDialog dialog, boolean isLast) {
    Life life = lives.get(dialog);
    if (life != null && member.works() && member.node.holdsLease()) {
      member.after(events.between(0, 300), () -> life.answer(isLast));
    }
  }

  private final class Life implements CallOwner {
    private final SimDialog dialog;
    private final int owner;
    private int count;
    private StoredCall stored;

    Life(SimDialog dialog, int count) {
      this.dialog = dialog;
      this.owner = ++dialog.owners;
      this.count = count;
      note("has it, after " + count);
    }

    private void note(String what) {
      dialog.note(events.now(), what + " at " + member + ", owner " + owner);
    }

    void answer(boolean isLast) {
      if (lives.get(dialog) != this || !member.node.holdsLease()) {
        return;
      }
      dialog.answers++;
      if (owner < dialog.owners) {
        dialog.answersOfFormer++;
        note("answers as a former owner");
      }
      if (isLast) {
        dialog.hasEnded = true;
        lives.remove(dialog);
        stored.end();
      } else {
        stored.replace(record(dialog, ++count, stored.record().takeovers()));
      }
    }

    @Override
    public void stored() {
      dialog.isStored = true;
    }

    @Override
    public void abandoned() {
      note("abandoned");
      lives.remove(dialog, this);
    }
  }
}
