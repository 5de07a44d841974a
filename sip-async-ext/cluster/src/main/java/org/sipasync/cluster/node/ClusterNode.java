package org.sipasync.cluster.node;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sipasync.admin.ClusterMember;
import org.sipasync.cluster.call.CallOwner;
import org.sipasync.cluster.call.DialogId;
import org.sipasync.cluster.call.StoredCall;
import org.sipasync.cluster.call.StoredCalls;
import org.sipasync.cluster.call.Successor;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.cluster.grid.GridEvents;
import org.sipasync.cluster.journal.ReadCall;
import org.sipasync.cluster.lease.MemberFacts;
import org.sipasync.cluster.lease.Vouching;
import org.sipasync.cluster.record.CallRecord;
import org.sipasync.cluster.record.MalformedRecordException;
import org.sipasync.cluster.search.DialogSearch;
import org.sipasync.cluster.search.NodeAddresses;
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
  private final CallNotices notices;
  private final CheckedSuccessor successor;
  private final MemberNumbers numbers;
  private final DialogSearch search;
  private final NodeAddresses addresses = new NodeAddresses();
  private final LongSupplier clock;

  /** Null until it leaves. */
  private Resignation resignation;

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
    this.clock = clock;
    this.calls = new StoredCalls(grid, clock, settings.journal(), this::holdsLease);
    this.vouching = new Vouching(grid, clock, settings.terms(), calls::marks, onOtherTerms);
    this.numbers = new MemberNumbers(grid, () -> statistics().numbers());
    this.deadCalls = new DeadCalls(grid, clock, this::orphaned);
    this.notices =
        new CallNotices(grid, clock, successor, deadCalls::contains, deadCalls::isReading);
    this.successor = new CheckedSuccessor(successor, notices::isAnswered);
    this.takeover =
        new Takeover(
            grid,
            vouching,
            calls,
            this.successor,
            clock,
            settings.patience(),
            settings.journal().ackTime());
    this.search = new DialogSearch(grid, clock, successor::hasDialog, takeover::isUnderWay);
  }

  /**
   * Notifies of a dead member's call; one that cannot be read is reported when it is taken over.
   */
  private void orphaned(ReadCall call) {
    try {
      CallRecord record = CallRecord.decode(call.record());
      if (!record.isSession()) {
        successor.container().orphaned(record, () -> notices.answered(call.transactionKey()));
      }
    } catch (MalformedRecordException e) {
      // then nobody answers it
    }
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

  /** Sets what the other members are told of this one. */
  public void tell(MemberFacts facts) {
    vouching.tell(facts);
    noteAddresses();
  }

  /** Returns what the other members are told of this one. */
  public MemberFacts facts() {
    return vouching.facts();
  }

  /** Returns the addresses of the living members. Thread-safe. */
  public NodeAddresses addresses() {
    return addresses;
  }

  /**
   * Looks for the node of a dialog.
   *
   * @param onEnd gets its address; null if no node has the dialog, or it has told no address; "" if
   *     it is this node; never runs if too many searches are open
   */
  public void find(DialogId dialog, Consumer<String> onEnd) {
    search.find(
        dialog,
        member -> {
          boolean isHere = grid.self().equals(member);
          onEnd.accept(isHere ? "" : member == null ? null : address(member));
        });
  }

  private String address(UUID member) {
    return addresses.of(NodeAddresses.tagOf(member));
  }

  /**
   * Leaves the cluster in good order: calls and sessions go to the others.
   *
   * @param onOver runs in some seconds, when the member may be closed
   */
  public void leave(Runnable onOver) {
    resignation = new Resignation(calls, vouching, clock, onOver);
  }

  /** Does what is due; to be called every few milliseconds. */
  public void tick() {
    vouching.tick();
    calls.tick();
    takeover.tick();
    deadCalls.tick(vouching.graves());
    notices.tick();
    search.tick();
    if (resignation != null) {
      resignation.tick();
    }
  }

  /** Takes in who lives and what they have told; to be called when that changes. */
  private void noteAddresses() {
    addresses.update(grid.members(), member -> vouching.factsOf(member).address());
  }

  /**
   * Looks for the INVITE of a CANCEL at the other members.
   *
   * @param onEnd gets true if one has it, or will take it over, cancelled; once
   */
  public void cancel(String transactionKey, byte[] cancel, Consumer<Boolean> onEnd) {
    notices.cancel(transactionKey, cancel, onEnd);
  }

  /** Returns true if a dead member's call was cancelled before it was taken over. Thread-safe. */
  public boolean isCancelled(String transactionKey) {
    return notices.isCancelled(transactionKey);
  }

  @Override
  public void membersChanged() {
    vouching.membersChanged();
    noteAddresses();
  }

  @Override
  public void identityChanged() {
    takeover.identityChanged();
    vouching.identityChanged();
    calls.identityChanged();
    noteAddresses();
  }

  @Override
  public byte[] asked(byte[] question) {
    if (DialogSearch.isQuestion(question)) {
      return search.asked(question);
    }
    byte[] answer = vouching.asked(question);
    noteAddresses(); // the question has told one
    return answer;
  }

  @Override
  public void asked(byte[] question, Consumer<byte[]> onEnd) {
    if (CallNotices.isNotice(question)) {
      notices.asked(question, onEnd);
    } else if (MemberNumbers.isQuestion(question)) {
      onEnd.accept(numbers.answer());
    } else {
      onEnd.accept(asked(question));
    }
  }

  /** Returns all members with their numbers, and asks the others anew for the next time. */
  public List<ClusterMember> describeAll() {
    List<ClusterMember> all = numbers.all();
    numbers.ask();
    return all;
  }

  /** Returns the present state and the counters. */
  public NodeStatistics statistics() {
    return NodeStatistics.of(grid, vouching, calls, takeover, deadCalls);
  }
}
