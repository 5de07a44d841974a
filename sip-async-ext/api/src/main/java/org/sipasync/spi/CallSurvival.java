package org.sipasync.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sipasync.admin.ClusterMember;

/**
 * Keeps suspended INVITEs where they survive this node, and brings those of nodes that are gone.
 * The container's only access to a cluster; found by {@link ServiceLoader}. Thread-safe; nothing
 * blocks but {@link #join} and {@link #leave}.
 */
public interface CallSurvival {

  /** A call that has just been suspended here. */
  interface Candidate {

    /** Returns true while it is suspended. */
    boolean isSuspended();

    /** Enqueues what stores it, by {@link CallSurvival#store}, if it is still suspended by then. */
    void store();
  }

  /** A stored call. */
  interface Stored {

    /**
     * Fixes the final response and sends it once it survives this node, and this node may answer.
     * Only the first one counts.
     *
     * @param send sends it, on the cluster's thread; never runs if another node has the call
     */
    void answer(byte[] response, Runnable send);

    /** Replaces what is stored: the call is suspended again, for something else. */
    void replace(SurvivingCall call);

    /** Ends the call: nothing is left to do for it. Idempotent. */
    void end();
  }

  /** The container, as heir of calls; called on the cluster's thread, must not block. */
  interface Heir {

    /**
     * Goes on with a call.
     *
     * @param response the final response that was fixed, to be sent as it is; null if there is none
     * @return runs if still another node has the call: it ends here without an answer; never null
     */
    Runnable takeOver(SurvivingCall call, byte[] response, Stored stored);

    /**
     * Ends a second call that a retransmission of a lost node's INVITE has begun here, without an
     * answer.
     *
     * @param request the INVITE
     * @param onAnswered runs on any thread if the second one has its final response already
     */
    void orphaned(byte[] request, Runnable onAnswered);

    /**
     * Takes a CANCEL that another node has received.
     *
     * @param onEnd gets true if its INVITE is here, once, on any thread
     */
    void cancel(byte[] cancel, Consumer<Boolean> onEnd);
  }

  /**
   * Joins the cluster that the configuration names.
   *
   * @param settings returns the value of a key; empty if it is not set
   * @return false if it names none: nothing else is called then
   * @throws org.sipasync.SipAsyncException if a setting is wrong, or the node cannot join
   */
  boolean join(Function<String, Optional<String>> settings, Heir heir);

  /** Notifies of a call that was suspended; it is stored if it stays so for some time. */
  void suspended(Candidate candidate);

  /**
   * Stores a call.
   *
   * @param onAbandoned runs if another node has it: it ends here without an answer
   */
  Stored store(SurvivingCall call, Runnable onAbandoned);

  /** Returns true if this node may take new requests. */
  boolean isServing();

  /** Returns true if a request is a repetition of one that a node which is gone has suspended. */
  boolean isOfLost(String transactionKey);

  /**
   * Looks for the INVITE of a CANCEL at the other nodes.
   *
   * @param transactionKey key of the INVITE's transaction
   * @param onEnd gets true if one has it, or will take it over, cancelled; once, on any thread
   */
  void cancel(String transactionKey, byte[] cancel, Consumer<Boolean> onEnd);

  /** Returns true if a lost node's call was cancelled before it was taken over. */
  boolean isCancelled(String transactionKey);

  /** Returns numbers by name, such as {@code members}: state and counters; never null. */
  Map<String, Long> statistics();

  /**
   * Returns the nodes of the cluster as they have described themselves last, and asks them anew for
   * the next time.
   */
  List<ClusterMember> nodes();

  /** Leaves the cluster. */
  void leave();

  /** Finds the cluster on the server's class path. */
  static Optional<CallSurvival> find() {
    return ServiceLoader.load(CallSurvival.class, CallSurvival.class.getClassLoader()).findFirst();
  }
}
