package org.sipasync.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sipasync.Problem;
import org.sipasync.admin.ClusterMember;
import org.sipasync.cluster.call.Successor;
import org.sipasync.cluster.hazelcast.HazelcastGrid;
import org.sipasync.cluster.lease.MemberFacts;
import org.sipasync.cluster.node.ClusterNode;
import org.sipasync.cluster.node.ClusterSettings;
import org.sipasync.cluster.node.NodeStatistics;
import org.sipasync.cluster.search.NodeAddresses;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.LoopThread;
import org.sipasync.spi.CallSurvival.Candidate;
import org.sipasync.support.LimitedLog;

/** This node's part in the cluster: its member of the grid, its thread. Thread-safe. */
public final class Cluster implements AutoCloseable {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final Duration TICK = Duration.ofMillis(10);

  /** Longest departure. */
  private static final long LEAVE_SECONDS = 8;

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
  private volatile boolean isClosed;
  private boolean hasHeirs;
  private volatile UUID self;
  private volatile String nodeTag;

  /**
   * Joins the cluster that the configuration names; blocks meanwhile.
   *
   * @param source returns the value of a key; empty if it is not set
   * @param facts what the other members are told of this one
   * @param successor takes calls and sessions of lost members over
   * @return empty without {@code sip.cluster.members}
   * @throws org.sipasync.SipAsyncException SIPA-0103 for an invalid value, SIPA-0500 if the node
   *     cannot join
   */
  public static Optional<Cluster> start(
      Function<String, Optional<String>> source, MemberFacts facts, Successor successor) {
    return ClusterSettings.read(source).map(settings -> new Cluster(settings, facts, successor));
  }

  Cluster(ClusterSettings settings, MemberFacts facts, Successor successor) {
    try {
      this.grid = new HazelcastGrid(settings, loop::execute);
    } catch (RuntimeException e) {
      loop.close();
      throw Problem.CLUSTER_NOT_STARTED.exception(settings.bind() + ":" + settings.port(), e);
    }
    this.node =
        new ClusterNode(grid, Cluster::millis, settings.node(), successor, this::reportOtherTerms);
    node.tell(facts);
    noteSelf();
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

  private void noteSelf() {
    UUID now = grid.self();
    if (!now.equals(self)) {
      self = now;
      nodeTag = NodeAddresses.tagOf(now);
    }
  }

  private void tick() {
    loop.timerAfter(loop.now(), TICK, this::tick);
    noteSelf();
    candidates.tick(millis());
    node.tick();
    isServing = mayAnswer() && !isArbiter;
    report.tick(millis(), node);
  }

  /**
   * Stores a call or a session later, if it is still worth it after {@code sip.cluster.after}.
   *
   * @return false if too many wait
   */
  boolean suspended(Candidate candidate) {
    boolean isAdded = candidates.add(candidate, millis());
    if (!isAdded) {
      limitedLog.log(Level.WARNING, "candidates", Problem.JOURNAL_FULL.message(1));
    }
    return isAdded;
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

  /** Returns true if this node may answer now. */
  boolean mayAnswer() {
    return !isClosed && node.holdsLease();
  }

  /** Returns the text that names this node in tags of its dialogs. */
  String nodeTag() {
    return nodeTag;
  }

  /** Returns the address of a living node; null if it is gone, or has told none. */
  String addressOf(String nodeTag) {
    return node.addresses().of(nodeTag);
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

  /**
   * Leaves the cluster in good order: what is stored goes on at others. Blocks for some seconds at
   * most. Idempotent; who calls it second waits for the first.
   *
   * @return false if there was nobody to leave it to
   */
  synchronized boolean leave() {
    if (isClosed) {
      return hasHeirs;
    }
    hasHeirs = mayAnswer() && grid.members().size() > 1;
    if (hasHeirs) {
      CountDownLatch left = new CountDownLatch(1);
      loop.execute(
          () -> {
            candidates.flush();
            node.leave(left::countDown);
          });
      await(left);
    }
    close();
    return hasHeirs;
  }

  private static void await(CountDownLatch left) {
    try {
      if (!left.await(LEAVE_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.DEBUG, "The cluster was left without a word");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends as a process that is killed does; for tests. */
  void kill() {
    grid.kill();
    thread.close();
  }

  /** Leaves the cluster. */
  @Override
  public void close() {
    isClosed = true;
    isServing = false;
    grid.close();
    thread.close();
  }
}
