package org.sipasync.cluster.node;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.sipasync.cluster.call.StoredCalls;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.cluster.lease.Vouching;
import org.sipasync.cluster.takeover.DeadCalls;
import org.sipasync.cluster.takeover.Takeover;
import org.sipasync.cluster.takeover.TakeoverCounters;

/**
 * State and counters of a node.
 *
 * @param self its id
 * @param members members that it knows, itself included
 * @param equals of those, members with the same applications
 * @param holdsLease true if it may answer calls
 * @param orphans members whose calls are not all taken over
 * @param live its calls in the journal
 * @param stored calls stored so far
 * @param skipped calls not stored, because the journal was full
 * @param pieces pieces written so far
 * @param bytes bytes written so far
 * @param claimed calls taken over
 * @param rerun of those, calls whose function ran again
 * @param lost of those, calls whose route got -8
 * @param resent of those, calls whose final response was fixed already
 * @param sessions application sessions taken over
 * @param doubtful calls of dead members that nobody answers, since their last piece is lost
 * @param withheld final responses that wait for the lease
 * @param withheldSoFar final responses that had to wait for it
 * @param absorbed repeated requests of dead members' calls
 * @param lastTakeoverMillis time from the last loss until its calls went on
 */
public record NodeStatistics(
    UUID self,
    int members,
    int equals,
    boolean holdsLease,
    long orphans,
    int live,
    long stored,
    long skipped,
    long pieces,
    long bytes,
    long claimed,
    long rerun,
    long lost,
    long resent,
    long sessions,
    long doubtful,
    int withheld,
    long withheldSoFar,
    long absorbed,
    long lastTakeoverMillis) {

  /** Returns the numbers by the names of their metrics. */
  public Map<String, Long> numbers() {
    Map<String, Long> numbers = new TreeMap<>();
    numbers.put("members", (long) members);
    numbers.put("equal_members", (long) equals);
    numbers.put("lease", holdsLease ? 1L : 0L);
    numbers.put("orphans", orphans);
    numbers.put("live", (long) live);
    numbers.put("stored_total", stored);
    numbers.put("skipped_total", skipped);
    numbers.put("pieces_total", pieces);
    numbers.put("bytes_total", bytes);
    numbers.put("claimed_total", claimed);
    numbers.put("rerun_total", rerun);
    numbers.put("lost_total", lost);
    numbers.put("resent_total", resent);
    numbers.put("sessions_claimed_total", sessions);
    numbers.put("doubtful_total", doubtful);
    numbers.put("withheld", (long) withheld);
    numbers.put("withheld_total", withheldSoFar);
    numbers.put("absorbed_total", absorbed);
    numbers.put("takeover_millis", lastTakeoverMillis);
    return numbers;
  }

  static NodeStatistics of(
      Grid grid, Vouching vouching, StoredCalls calls, Takeover takeover, DeadCalls deadCalls) {
    TakeoverCounters taken = takeover.counters();
    return new NodeStatistics(
        grid.self(),
        grid.members().size(),
        equals(grid, vouching),
        vouching.holdsLease(),
        takeover.orphaned(),
        calls.live(),
        calls.counters().stored(),
        calls.counters().skipped(),
        calls.counters().pieces(),
        calls.counters().bytes(),
        taken.claimed(),
        taken.rerun(),
        taken.lost(),
        taken.resent(),
        taken.sessions(),
        taken.doubtful(),
        calls.withheld(),
        calls.withheldSoFar(),
        deadCalls.absorbed(),
        taken.lastAnswerMillis());
  }

  private static int equals(Grid grid, Vouching vouching) {
    long own = vouching.facts().deployments();
    return (int)
        grid.members().stream()
            .filter(member -> vouching.factsOf(member).deployments() == own)
            .count();
  }
}
