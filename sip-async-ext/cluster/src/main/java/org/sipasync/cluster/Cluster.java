package org.sipasync.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sipasync.Problem;
import org.sipasync.admin.ClusterMember;
import org.sipasync.cluster.call.Successor;
import org.sipasync.cluster.hazelcast.HazelcastGrid;
import org.sipasync.cluster.node.ClusterNode;
import org.sipasync.cluster.node.ClusterSettings;
import org.sipasync.cluster.node.NodeStatistics;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.LoopThread;
import org.sipasync.spi.CallSurvival.Candidate;
import org.sipasync.support.LimitedLog;

/** This node's part in the cluster: its member of the grid, its thread. Thread-safe. */
public final class Cluster implements AutoCloseable {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final Duration TICK = Duration.ofMillis(10);

  private final EventLoop loop = new EventLoop(System::nanoTime);
  private final LoopThread thread;
  private final HazelcastGrid grid;
  private final ClusterNode node;
  private final LimitedLog limitedLog = new LimitedLog(LOG);
  private final NodeReport report;
  private final WaitingCandidates candidates;
  private final boolean isArbiter;
  private volatile boolean isServing;
  private volatile List<ClusterMember> members = List.of();

  /**
   * Joins the cluster that the configuration names; blocks meanwhile.
   *
   * @param source returns the value of a key; empty if it is not set
   * @param successor takes calls of lost members over
   * @return empty without {@code sip.cluster.members}
   * @throws org.sipasync.SipAsyncException SIPA-0103 for an invalid value, SIPA-0500 if the node
   *     cannot join
   */
  public static Optional<Cluster> start(
      Function<String, Optional<String>> source, Successor successor) {
    return ClusterSettings.read(source).map(settings -> new Cluster(settings, successor));
  }

  Cluster(ClusterSettings settings, Successor successor) {
    try {
      this.grid = new HazelcastGrid(settings, loop::execute);
    } catch (RuntimeException e) {
      loop.close();
      throw Problem.CLUSTER_NOT_STARTED.exception(settings.bind() + ":" + settings.port(), e);
    }
    this.node =
        new ClusterNode(grid, Cluster::millis, settings.node(), successor, this::reportOtherTerms);
    this.candidates = new WaitingCandidates(settings.after().toMillis());
    this.isArbiter = settings.isArbiter();
    this.report = new NodeReport(limitedLog, settings.minimum());
    this.thread = new LoopThread(loop, "sip-cluster");
    grid.start(node);
    loop.execute(this::tick);
    LOG.log(
        Level.INFO,
        () ->
            Problem.CLUSTER_JOINED.message(
                grid.self(),
                settings.name(),
                settings.bind() + ":" + settings.port(),
                grid.members().size(),
                settings.members().size()));
  }

  /** The node's clock, in milliseconds. */
  static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void reportOtherTerms(UUID member) {
    limitedLog.log(Level.ERROR, "other terms", Problem.CLUSTER_OTHER_TERMS.message(member));
  }

  private void tick() {
    loop.timerAfter(loop.now(), TICK, this::tick);
    candidates.tick(millis());
    node.tick();
    isServing = node.holdsLease() && !isArbiter;
    report.tick(millis(), node);
  }

  /** Stores a call later, if it is still suspended after {@code sip.cluster.after}. */
  void suspended(Candidate candidate) {
    if (!candidates.add(candidate, millis())) {
      limitedLog.log(Level.WARNING, "candidates", Problem.JOURNAL_FULL.message(1));
    }
  }

  /**
   * Enqueues work with this node's calls for its thread.
   *
   * @param work gets the node
   */
  public void execute(Consumer<ClusterNode> work) {
    loop.execute(() -> work.accept(node));
  }

  /**
   * Returns true if this node may take new requests: it held the lease some milliseconds ago, and
   * is no arbiter. Each final response is checked anew.
   */
  public boolean isServing() {
    return isServing;
  }

  /** Returns true if a request is a repetition of one that a lost member has suspended. */
  public boolean isOfDead(String transactionKey) {
    return node.isOfDead(transactionKey);
  }

  /**
   * Looks for the INVITE of a CANCEL at the other members. Thread-safe.
   *
   * @param onEnd gets true if one has it, or will take it over, cancelled; once, on any thread
   */
  void cancel(String transactionKey, byte[] cancel, Consumer<Boolean> onEnd) {
    loop.execute(() -> node.cancel(transactionKey, cancel, onEnd));
  }

  /** Returns true if a dead member's call was cancelled before it was taken over. */
  boolean isCancelled(String transactionKey) {
    return node.isCancelled(transactionKey);
  }

  /** Returns all members as they were known when this was called last, and asks them anew. */
  List<ClusterMember> members() {
    loop.execute(() -> members = node.describeAll());
    return members;
  }

  /** Returns the state and the counters as the node's thread last saw them. */
  public NodeStatistics statistics() {
    return report.last();
  }

  /** Ends as a process that is killed does; for tests. */
  void kill() {
    grid.kill();
    thread.close();
  }

  /** Leaves the cluster. */
  @Override
  public void close() {
    grid.close();
    thread.close();
  }
}
