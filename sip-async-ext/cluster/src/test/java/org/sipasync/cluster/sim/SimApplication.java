package org.sipasync.cluster.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.sipasync.cluster.call.CallOwner;
import org.sipasync.cluster.call.StoredCall;
import org.sipasync.cluster.call.Successor;
import org.sipasync.cluster.record.CallRecord;

/**
 * The application on one simulated member: suspends calls, answers each run with a response of its
 * own, and repeats a response until it has arrived.
 */
final class SimApplication implements Successor {
  private final SimMember member;
  private final SimEvents events;
  private final Map<String, SimCall> calls;
  private final int process;
  final SimDialogs dialogs;
  private int runs;

  SimApplication(SimMember member, Map<String, SimCall> calls, Map<String, SimDialog> dialogs) {
    this.member = member;
    this.events = member.events;
    this.calls = calls;
    this.dialogs = new SimDialogs(member, dialogs);
    this.process = events.random().nextInt();
  }

  /** Begins a call here, which is suspended for some time. */
  void begin(SimCall call, boolean isIdempotent, long time, int bodyBytes) {
    CallRecord record =
        new CallRecord(
            new CallRecord.Origin(call.key, "sim", 1, "udp", "127.0.0.1:1", "127.0.0.1:2"),
            new CallRecord.SessionPart("tag", "session", null, null, null),
            new CallRecord.Work("resume", "work", new byte[8], isIdempotent),
            new byte[bodyBytes],
            0,
            member.clock(),
            60_000);
    Life life = new Life(call);
    StoredCall stored = member.node.store(record, life);
    life.finishAfter(time, stored, "200 of " + run());
  }

  private String run() {
    return member + ", process " + process + ", run " + ++runs;
  }

  @Override
  public CallOwner takeOver(CallRecord record, long remaining, StoredCall call) {
    if (record.isSession()) {
      return dialogs.takeOver(record, call);
    }
    Life life = new Life(calls.get(record.origin().transactionKey()));
    if (record.work().canRunAgain()) {
      life.finishAfter(events.between(0, 5000), call, "200 again of " + run());
    } else {
      life.finishAfter(events.between(0, 300), call, "503 of " + run());
    }
    return life;
  }

  @Override
  public CallOwner resend(CallRecord record, byte[] response, StoredCall call) {
    Life life = new Life(calls.get(record.origin().transactionKey()));
    call.answer(response, () -> life.send(call, new String(response, UTF_8)));
    return life;
  }

  private final class Life implements CallOwner {
    private final SimCall call;
    private boolean isAbandoned;

    Life(SimCall call) {
      this.call = call;
      note("taken up");
    }

    private void note(String what) {
      call.note(events.now(), what + " at " + member);
    }

    void finishAfter(long time, StoredCall stored, String response) {
      member.after(
          time,
          () -> {
            if (!isAbandoned) {
              note("answers");
              stored.answer(response.getBytes(UTF_8), () -> send(stored, response));
            }
          });
    }

    /** Sends a response, which may be lost, and again until it is acknowledged. */
    void send(StoredCall stored, String response) {
      if (isAbandoned) {
        return;
      }
      boolean arrives = member.node.holdsLease() && !events.chance(0.2);
      if (arrives) {
        note("sent");
        call.finals.add(response);
      }
      if (arrives && !events.chance(0.2)) {
        member.after(events.between(1, 30), stored::end);
      } else {
        member.after(500, () -> send(stored, response));
      }
    }

    @Override
    public void stored() {
      note("stored");
      call.isStored = true;
    }

    @Override
    public void abandoned() {
      note("abandoned");
      isAbandoned = true;
    }
  }
}
