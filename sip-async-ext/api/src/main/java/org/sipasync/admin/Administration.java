package org.sipasync.admin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Lists and ends operations in flight on this server, of all applications (rules V1, V2).
 *
 * <pre>{@code
 * @Inject Administration administration;
 *
 * Filter hung = Filter.ALL.ofFunction("rest-get").olderThan(ofSeconds(2));
 * for (InFlight operation : administration.list(hung, 0, 20)) { ... }   // the oldest first
 * int cancelled = administration.cancel(hung);                          // their routes run with -7
 * }</pre>
 *
 * <h2>Thread</h2>
 *
 * Thread-safe; no method blocks.
 *
 * <h2>Audit</h2>
 *
 * Every action is written to the log {@code org.sipasync.audit}: who (the caller's principal, or
 * "system"), what, how many.
 *
 * <h2>Authorisation</h2>
 *
 * There is none here: any code that can inject this bean may use it. Code that exposes it must
 * check permissions.
 */
public interface Administration {

  /**
   * Lists operations in flight, oldest first; a weakly consistent snapshot.
   *
   * <p>The cost grows with the entries skipped, not with the total: the next page starts after the
   * last entry of the previous one.
   *
   * @param filter selects operations; not null
   * @param after the last id of the previous page; 0 for the first page
   * @param max maximum number of operations; 1 to 1000
   * @return empty when there are no more
   */
  List<InFlight> list(Filter filter, long after, int max);

  /** Returns one operation; empty if none with this id is in flight. */
  Optional<InFlight> find(long id);

  /** Counts the operations in flight that match a filter, including parts. Visits each. */
  int count(Filter filter);

  /**
   * Cancels an operation: it is aborted, and its resume or report route runs with {@link
   * org.sipasync.function.ReturnCodes#CANCELLED}, so that the application answers the call. A part
   * is cancelled with its whole, which might otherwise retry it.
   *
   * @return false if no operation with this id is in flight
   */
  boolean cancel(long id);

  /**
   * Cancels all operations that match a filter, as {@link #cancel(long)} does.
   *
   * @param filter selects operations; not null
   * @return number of operations ended, counting each whole once
   */
  int cancel(Filter filter);

  /** Returns the counters and the load of this server. */
  Statistics statistics();

  /** Returns whether this server accepts new calls. */
  NodeState state();

  /** Returns the SIP listen points, such as {@code udp:127.0.0.1:5060}; empty before SIP starts. */
  List<String> listenPoints();

  /**
   * Returns the nodes of the cluster, as they have described themselves within the last seconds;
   * empty without a cluster.
   */
  default List<ClusterMember> cluster() {
    return List.of();
  }

  /**
   * Drains this server: from now on new initial requests are answered 503 with Retry-After, while
   * requests within dialogs are served. When nothing is in flight, or the time is up, the server
   * stops; the remaining operations then end as at any stop (rules A11, L7). Returns immediately;
   * does nothing if the server is already draining.
   *
   * @param atMost maximum time to wait for operations in flight; not negative, at most one day
   */
  void drain(Duration atMost);

  /**
   * Cancels a drain: new requests are served again.
   *
   * @return false if the server was not draining, or is already stopping
   */
  boolean resume();
}
