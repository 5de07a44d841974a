package org.sipasync.cluster;

import org.sipasync.cluster.call.StoredCall;
import org.sipasync.cluster.record.CallRecord;
import org.sipasync.spi.CallSurvival.StoredSession;
import org.sipasync.spi.SurvivingSession;

/** Application sessions as records of the journal. */
final class SessionRecords {
  /**
   * Life of a session's record, which never runs out: what is left of it tells its writer's clock,
   * wherever it goes.
   */
  private static final long ALL_TIME = Long.MAX_VALUE / 2;

  private static final CallRecord.Work NO_WORK = new CallRecord.Work(null, null, null, false);

  private SessionRecords() {}

  static CallRecord record(SurvivingSession session, int takeovers) {
    String key = "session " + session.application() + " " + session.id();
    return new CallRecord(
        new CallRecord.Origin(key, session.application(), session.deployment(), null, null, null),
        new CallRecord.SessionPart(null, session.id(), null, null, null),
        NO_WORK,
        session.state(),
        takeovers,
        Cluster.millis(),
        ALL_TIME - session.clock());
  }

  static SurvivingSession session(CallRecord record, long remaining) {
    return new SurvivingSession(
        record.origin().application(),
        record.origin().deployment(),
        record.session().id(),
        record.request(),
        ALL_TIME - remaining);
  }

  /** A session on the node's thread. */
  static final class OnNode implements StoredSession {
    private final Cluster cluster;

    /**
     * Record in the journal, for the node's thread; null before it is stored, and if that is full.
     */
    private StoredCall call;

    OnNode(Cluster cluster, StoredCall call) {
      this.cluster = cluster;
      this.call = call;
    }

    /** Stores it. */
    void store(SurvivingSession session, Runnable onAbandoned) {
      cluster.execute(node -> call = node.store(record(session, 0), onAbandoned::run));
    }

    @Override
    public void replace(SurvivingSession session) {
      cluster.execute(
          node -> {
            if (call != null) {
              call.replace(record(session, call.record().takeovers()));
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
}
