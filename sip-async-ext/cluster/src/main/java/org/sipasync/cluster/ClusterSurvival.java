package org.sipasync.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sipasync.admin.ClusterMember;
import org.sipasync.cluster.call.CallOwner;
import org.sipasync.cluster.call.DialogId;
import org.sipasync.cluster.call.StoredCall;
import org.sipasync.cluster.call.Successor;
import org.sipasync.cluster.lease.MemberFacts;
import org.sipasync.cluster.node.NodeStatistics;
import org.sipasync.cluster.record.CallRecord;
import org.sipasync.spi.CallSurvival;
import org.sipasync.spi.SurvivingCall;
import org.sipasync.spi.SurvivingSession;

/** The cluster as the SIP container uses it. Public for the service loader. */
public final class ClusterSurvival implements CallSurvival {
  private volatile Cluster cluster;

  @Override
  public boolean join(Function<String, Optional<String>> settings, String address, Heir heir) {
    MemberFacts facts = new MemberFacts(address == null ? "" : address, 0, false);
    cluster = Cluster.start(settings, facts, new Heirs(heir)).orElse(null);
    return cluster != null;
  }

  @Override
  public boolean suspended(Candidate candidate) {
    return cluster.suspended(candidate);
  }

  @Override
  public Stored store(SurvivingCall call, Runnable onAbandoned) {
    OnNode stored = new OnNode(cluster, null);
    cluster.execute(node -> stored.call = node.store(record(call), onAbandoned::run));
    return stored;
  }

  @Override
  public StoredSession store(SurvivingSession session, Runnable onAbandoned) {
    SessionRecords.OnNode stored = new SessionRecords.OnNode(cluster, null);
    stored.store(session, onAbandoned);
    return stored;
  }

  @Override
  public void deployments(long hash) {
    cluster.execute(node -> node.tell(node.facts().withDeployments(hash)));
  }

  @Override
  public boolean isServing() {
    return cluster.isServing();
  }

  @Override
  public boolean mayAnswer() {
    return cluster.mayAnswer();
  }

  @Override
  public String nodeTag() {
    return cluster.nodeTag();
  }

  @Override
  public String addressOf(String nodeTag) {
    return cluster.addressOf(nodeTag);
  }

  @Override
  public void find(String callId, String localTag, String remoteTag, Consumer<String> onEnd) {
    DialogId dialog = new DialogId(callId, localTag, remoteTag);
    cluster.execute(node -> node.find(dialog, onEnd));
  }

  @Override
  public boolean isOfLost(String transactionKey) {
    return cluster.isOfDead(transactionKey);
  }

  @Override
  public void cancel(String transactionKey, byte[] cancel, Consumer<Boolean> onEnd) {
    cluster.cancel(transactionKey, cancel, onEnd);
  }

  @Override
  public boolean isCancelled(String transactionKey) {
    return cluster.isCancelled(transactionKey);
  }

  @Override
  public Map<String, Long> statistics() {
    NodeStatistics now = cluster.statistics();
    return now == null ? Map.of() : now.numbers();
  }

  @Override
  public List<ClusterMember> nodes() {
    return cluster.members();
  }

  @Override
  public boolean leave() {
    return cluster.leave();
  }

  private static CallRecord record(SurvivingCall call) {
    return new CallRecord(
        new CallRecord.Origin(
            call.transactionKey(),
            call.application(),
            call.deployment(),
            call.transport(),
            call.peer(),
            null),
        new CallRecord.SessionPart(
            call.localTag(), null, null, call.messageAttributes(), call.sessionAttributes()),
        new CallRecord.Work(
            call.route(), call.function(), call.repeatable(), call.repeatable() != null),
        call.request(),
        call.takeovers(),
        Cluster.millis(),
        call.remainingMillis());
  }

  private static SurvivingCall call(CallRecord record, long remaining) {
    return new SurvivingCall(
        record.origin().transactionKey(),
        record.origin().application(),
        record.origin().deployment(),
        record.origin().transport(),
        record.origin().peer(),
        record.session().toTag(),
        record.request(),
        record.session().avps(),
        record.session().attributes(),
        record.work().route(),
        record.work().function(),
        record.work().functionBytes(),
        remaining,
        record.takeovers());
  }

  /** A call on the node's thread. */
  private static final class OnNode implements Stored {
    private final Cluster cluster;

    /** For the node's thread; null before it is stored, and if the journal is full. */
    private StoredCall call;

    OnNode(Cluster cluster, StoredCall call) {
      this.cluster = cluster;
      this.call = call;
    }

    @Override
    public void answer(byte[] response, Runnable send) {
      cluster.execute(
          node -> {
            if (call != null) {
              call.answer(response, send);
            } else if (node.holdsLease()) {
              send.run();
            }
          });
    }

    @Override
    public void replace(SurvivingCall next) {
      cluster.execute(
          node -> {
            if (call != null) {
              call.replace(record(next));
            }
          });
    }

    @Override
    public void end() {
      cluster.execute(
          node -> {
            if (call != null) {
              call.end();
            }
          });
    }
  }

  private final class Heirs implements Successor {
    private final Heir heir;

    Heirs(Heir heir) {
      this.heir = heir;
    }

    @Override
    public CallOwner takeOver(CallRecord record, long remaining, StoredCall call) {
      if (record.isSession()) {
        StoredSession stored = new SessionRecords.OnNode(cluster, call);
        return heir.takeOver(SessionRecords.session(record, remaining), stored)::run;
      }
      return heir.takeOver(call(record, remaining), null, new OnNode(cluster, call))::run;
    }

    @Override
    public boolean hasDialog(DialogId dialog) {
      return heir.hasDialog(dialog.callId(), dialog.localTag(), dialog.remoteTag());
    }

    @Override
    public CallOwner resend(CallRecord record, byte[] response, StoredCall call) {
      return heir.takeOver(call(record, 0), response, new OnNode(cluster, call))::run;
    }

    @Override
    public void orphaned(CallRecord record, Runnable onAnswered) {
      heir.orphaned(record.request(), () -> cluster.execute(node -> onAnswered.run()));
    }

    @Override
    public void cancel(byte[] cancel, Consumer<Boolean> onEnd) {
      heir.cancel(cancel, onEnd);
    }
  }
}
