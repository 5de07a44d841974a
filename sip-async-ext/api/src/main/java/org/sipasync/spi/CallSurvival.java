package org.sipasync.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sipasync.admin.ClusterMember;

/**
 * Keeps suspended INVITEs and application sessions where they survive this node, and brings those
 * of nodes that are gone; finds the nodes of dialogs. The container's only access to a cluster;
 * found by {@link ServiceLoader}. Thread-safe; nothing blocks but {@link #join} and {@link #leave}.
 */
public interface CallSurvival {

  /** A call that has just been suspended here, or a session that has changed. */
  interface Candidate {

    /** Returns true while it is worth to be stored. */
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

  /** A stored application session. */
  interface StoredSession {

    /** Replaces what is stored. */
    void replace(SurvivingSession session);

    /** Ends the session. Idempotent. */
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

    /**
     * Goes on with an application session.
     *
     * @return runs if still another node has the session: it ends here without a word; never null
     */
    Runnable takeOver(SurvivingSession session, StoredSession stored);

    /** Returns true if a dialog is here. */
    boolean hasDialog(String callId, String localTag, String remoteTag);
  }

  /**
   * Joins the cluster that the configuration names.
   *
   * @param settings returns the value of a key; empty if it is not set
   * @param address where this node takes other nodes' requests, as transport, host and port; null
   *     if it takes none
   * @return false if it names none: nothing else is called then
   * @throws org.sipasync.SipAsyncException if a setting is wrong, or the node cannot join
   */
  boolean join(Function<String, Optional<String>> settings, String address, Heir heir);

  /**
   * Notifies of a call or a session; it is stored if it is still worth it after some time.
   *
   * @return false if too many wait: it is not stored
   */
  boolean suspended(Candidate candidate);

  /**
   * Stores a call.
   *
   * @param onAbandoned runs if another node has it: it ends here without an answer
   */
  Stored store(SurvivingCall call, Runnable onAbandoned);

  /**
   * Stores an application session.
   *
   * @param onAbandoned runs if another node has it: it ends here without a word
   */
  StoredSession store(SurvivingSession session, Runnable onAbandoned);

  /**
   * Tells the other nodes which applications are here: those that have the same are the first to go
   * on with its calls.
   *
   * @param hash of the applications' names and classes
   */
  void deployments(long hash);

  /** Returns true if this node may take new requests: it might answer some milliseconds ago. */
  boolean isServing();

  /** Returns true if this node may answer, now. */
  boolean mayAnswer();

  /** Returns a short text that names this node, part of the tags of its dialogs; never null. */
  String nodeTag();

  /**
   * Returns the address of a living node, as it gave it when it joined; null if the node is gone,
   * or has not told it yet.
   */
  String addressOf(String nodeTag);

  /**
   * Asks the other nodes for a dialog, for some seconds if dialogs are on their way from lost
   * nodes.
   *
   * @param onEnd gets the address of the dialog's node, "" if that is this one, null if none has
   *     it; on the cluster's thread; never runs if too many ask
   */
  void find(String callId, String localTag, String remoteTag, Consumer<String> onEnd);

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

  /**
   * Leaves the cluster: calls and sessions that are stored go on at other nodes. From then on this
   * node answers none of them. Idempotent; blocks for some seconds at most.
   *
   * @return false if there was nobody to leave them to
   */
  boolean leave();

  /** Finds the cluster on the server's class path. */
  static Optional<CallSurvival> find() {
    return ServiceLoader.load(CallSurvival.class, CallSurvival.class.getClassLoader()).findFirst();
  }
}
