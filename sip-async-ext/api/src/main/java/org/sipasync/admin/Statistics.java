package org.sipasync.admin;

import java.time.Duration;
import java.util.List;
import org.sipasync.function.Circuits;

/**
 * What a server has done so far and how busy it is (rule V1). All counts are since its start.
 *
 * @param inFlight operations in flight, parts among them
 * @param shedInMinute operations shed and requests refused within the last minute
 * @param maxInFlight as many there may be ({@code sip.async.max-in-flight})
 * @param operations application by application, function by function, route by route
 * @param loops the event loops, by their numbers
 * @param pool the threads for blocking functions
 * @param threads the container threads, which run handlers and routes
 * @param circuits the circuit breakers that have a name
 */
public record Statistics(
    int inFlight,
    long shedInMinute,
    int maxInFlight,
    List<OperationStatistics> operations,
    List<Loop> loops,
    Pool pool,
    Threads threads,
    List<Circuit> circuits) {

  /**
   * An event loop.
   *
   * @param number from 0
   * @param lag by how much a task that is due comes late; some 1 ms is the clock's
   * @param sinceHeartbeat when it last showed that it is alive; it does so four times a second
   * @param failedTasks tasks that threw
   */
  public record Loop(int number, Timing lag, Duration sinceHeartbeat, long failedTasks) {}

  /**
   * The threads for blocking functions.
   *
   * @param size as many there may be ({@code sip.async.pool})
   * @param busy as many run something
   * @param refused how often one more was wanted
   */
  public record Pool(int size, int busy, long refused) {}

  /**
   * The container threads.
   *
   * @param size as many there are ({@code sip.threads})
   * @param busy as many run something
   * @param waiting messages that wait for a thread or are being handled
   * @param maxWaiting as many there may be ({@code sip.queue})
   * @param refused requests answered 503 because too many waited, or because of a drain
   */
  public record Threads(int size, int busy, int waiting, int maxWaiting, long refused) {}

  /**
   * A circuit breaker.
   *
   * @param application whose it is; "none" if that is not known
   * @param name its name
   * @param state its state
   */
  public record Circuit(String application, String name, Circuits.State state) {}
}
