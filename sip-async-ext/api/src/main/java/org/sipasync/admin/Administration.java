package org.sipasync.admin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is in flight on this server, of all its applications, and how to end it (rules V1, V2).
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
 * Safe for use by many threads; no method waits.
 *
 * <h2>Audit</h2>
 *
 * What steers is written to the log {@code org.sipasync.audit}: who (the caller's principal, or
 * "system"), what, how many.
 *
 * <h2>Authorisation</h2>
 *
 * There is none here: whoever can inject this bean may use it. What makes it reachable from outside
 * must see to that.
 */
public interface Administration {

  /**
   * Operations in flight, the oldest first, as they are or were a moment ago.
   *
   * <p>Takes time for what it passes over, not for what there is: the next page begins at the last
   * one's end.
   *
   * @param filter which; not null
   * @param after the id that the page before ended with; 0 for the first page
   * @param max how many at most; 1 to 1000
   * @return empty when there are no more
   */
  List<InFlight> list(Filter filter, long after, int max);

  /** One operation; empty if none with this id is in flight. */
  Optional<InFlight> find(long id);

  /** How many operations in flight a filter lets through, parts among them. Looks at each. */
  int count(Filter filter);

  /**
   * Cancels an operation: it is aborted, and its resume or report route runs with {@link
   * org.sipasync.function.ReturnCodes#CANCELLED}, so that the application answers the call. A part
   * is cancelled with the whole that it belongs to: alone, it would only be tried again.
   *
   * @return false if none with this id was in flight any more
   */
  boolean cancel(long id);

  /**
   * Cancels all operations that a filter lets through, as {@link #cancel(long)} does.
   *
   * @param filter which; not null
   * @return how many were ended, each whole counted once
   */
  int cancel(Filter filter);

  /** What this server has done so far and how busy it is. */
  Statistics statistics();

  /** Whether this server takes new calls. */
  NodeState state();

  /** SIP listen points of this server, as {@code udp:127.0.0.1:5060}; empty before SIP starts. */
  List<String> listenPoints();

  /**
   * Drains this server: from now on new initial requests are answered 503 with Retry-After, while
   * requests within dialogs are served. When nothing is in flight any more, or the time is up, the
   * server stops; what is still in flight then ends as at any stop (rules A11, L7). Returns at
   * once. Does nothing if the server is draining already.
   *
   * @param atMost how long to wait for what is in flight; not negative, at most a day
   */
  void drain(Duration atMost);

  /**
   * Takes a drain back: new requests are served again.
   *
   * @return false if the server was not draining, or is stopping already
   */
  boolean resume();
}
