package org.sipasync.cluster;

import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Set;
import org.sipasync.Problem;
import org.sipasync.cluster.node.ClusterNode;
import org.sipasync.cluster.node.NodeStatistics;
import org.sipasync.support.LimitedLog;

/** Says what has changed at a node, in numbered lines; keeps its last statistics. */
final class NodeReport {
  private static final long PERIOD_MILLIS = 500;

  private static final Set<Problem> AUDITED =
      EnumSet.of(
          Problem.LEASE_LOST,
          Problem.LEASE_HELD,
          Problem.IDENTITY_LOST,
          Problem.NODES_LOST,
          Problem.CALLS_TAKEN_OVER,
          Problem.CALLS_DOUBTFUL);

  private final LimitedLog log;
  private final LimitedLog audit = new LimitedLog(System.getLogger("org.sipasync.audit"));
  private final int minimum;
  private long lastAt = Long.MIN_VALUE;
  private long reportedClaims;
  private long reportedSessions;
  private volatile NodeStatistics last;

  NodeReport(LimitedLog log, int minimum) {
    this.log = log;
    this.minimum = minimum;
  }

  /** Returns the last statistics; null before the first. */
  NodeStatistics last() {
    return last;
  }

  /** Looks twice a second; on the node's thread. */
  void tick(long now, ClusterNode node) {
    if (lastAt != Long.MIN_VALUE && now - lastAt < PERIOD_MILLIS) {
      return;
    }
    lastAt = now;
    NodeStatistics before = last;
    NodeStatistics present = node.statistics();
    last = present;
    if (before != null) {
      reportLease(before, present);
      reportLosses(before, present);
    }
  }

  private void reportLease(NodeStatistics before, NodeStatistics now) {
    if (before.holdsLease() && !now.holdsLease()) {
      say(Level.ERROR, Problem.LEASE_LOST, minimum, now.members());
    } else if (!before.holdsLease() && now.holdsLease()) {
      say(Level.INFO, Problem.LEASE_HELD, now.withheldSoFar());
    }
    if (!before.self().equals(now.self())) {
      say(Level.WARNING, Problem.IDENTITY_LOST, now.self());
    }
  }

  private void reportLosses(NodeStatistics before, NodeStatistics now) {
    if (now.orphans() > before.orphans()) {
      say(Level.WARNING, Problem.NODES_LOST, now.orphans());
    }
    if (now.claimed() > reportedClaims && now.claimed() == before.claimed()) {
      say(
          Level.WARNING,
          Problem.CALLS_TAKEN_OVER,
          now.claimed() - reportedClaims,
          now.lastTakeoverMillis(),
          now.rerun(),
          now.lost(),
          now.resent());
      reportedClaims = now.claimed();
    }
    if (now.sessions() > reportedSessions && now.sessions() == before.sessions()) {
      say(Level.WARNING, Problem.SESSIONS_TAKEN_OVER, now.sessions() - reportedSessions);
      reportedSessions = now.sessions();
    }
    if (now.doubtful() > before.doubtful()) {
      say(Level.ERROR, Problem.CALLS_DOUBTFUL, now.doubtful());
    }
    if (now.skipped() > before.skipped()) {
      say(Level.WARNING, Problem.JOURNAL_FULL, now.skipped());
    }
  }

  /** Logs a change; one of who answers calls goes to the audit log, too. */
  private void say(Level level, Problem problem, Object... details) {
    String line = problem.message(details);
    log.log(level, problem.name(), line);
    if (AUDITED.contains(problem)) {
      audit.log(Level.INFO, problem.name(), line);
    }
  }
}
