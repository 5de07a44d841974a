package org.sipasync.cluster.node;

import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sipasync.cluster.call.CallOwner;
import org.sipasync.cluster.call.StoredCall;
import org.sipasync.cluster.call.StoredCalls;
import org.sipasync.cluster.call.Successor;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.cluster.grid.GridEvents;
import org.sipasync.cluster.lease.Vouching;
import org.sipasync.cluster.record.CallRecord;
import org.sipasync.cluster.takeover.DeadCalls;
import org.sipasync.cluster.takeover.Takeover;

/**
 * One node of the cluster: stores its calls, holds or loses its lease, takes over the calls of
 * members that are gone. For one thread, unless a method says "thread-safe".
 */
public final class ClusterNode implements GridEvents {
  private final Grid grid;
  private final Vouching vouching;
  private final StoredCalls calls;
  private final Takeover takeover;
  private final DeadCalls deadCalls;

  /**
   * Creates a node of a grid that it has joined.
   *
   * @param clock milliseconds, monotonic
   * @param onOtherTerms gets members whose configuration differs from this one's
   */
  public ClusterNode(
      Grid grid,
      LongSupplier clock,
      NodeSettings settings,
      Successor successor,
      Consumer<UUID> onOtherTerms) {
    this.grid = grid;
    this.calls = new StoredCalls(grid, clock, settings.journal(), this::holdsLease);
    this.vouching = new Vouching(grid, clock, settings.terms(), calls::marks, onOtherTerms);
    this.takeover =
        new Takeover(
            grid,
            vouching,
            calls,
            successor,
            clock,
            settings.patience(),
            settings.journal().ackTime());
    this.deadCalls = new DeadCalls(grid, clock, successor::orphaned);
  }

  /** Returns true if this node may answer calls now. Thread-safe. */
  public boolean holdsLease() {
    return vouching.holdsLease();
  }

  /**
   * Returns true if a request is a repetition of one that a dead member has suspended, and counts
   * it as absorbed. Thread-safe.
   */
  public boolean isOfDead(String transactionKey) {
    return deadCalls.isKnown(transactionKey);
  }

  /**
   * Stores a suspended call.
   *
   * @return the call; null if it is too large or the journal is full, so that it is lost with this
   *     node
   */
  public StoredCall store(CallRecord record, CallOwner owner) {
    return calls.store(record, owner);
  }

  /** Does what is due; to be called every few milliseconds. */
  public void tick() {
    vouching.tick();
    calls.tick();
    takeover.tick();
    deadCalls.tick(vouching.graves());
  }

  @Override
  public void membersChanged() {
    vouching.membersChanged();
  }

  @Override
  public void identityChanged() {
    takeover.identityChanged();
    vouching.identityChanged();
    calls.identityChanged();
  }

  @Override
  public byte[] asked(byte[] question) {
    return vouching.asked(question);
  }

  /** Returns the present state and the counters. */
  public NodeStatistics statistics() {
    return NodeStatistics.of(grid, vouching, calls, takeover, deadCalls);
  }
}
