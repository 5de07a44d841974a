package org.sipasync.admin;

import java.time.Duration;
import java.util.List;
import org.sipasync.function.Circuits;

/**
 * Counters and load of a server (rule V1). All counters run from its start.
 *
 * @param inFlight operations in flight, including parts
 * @param shedInMinute operations shed and requests refused within the last minute
 * @param maxInFlight limit of operations in flight ({@code sip.async.max-in-flight})
 * @param operations counters per application, function and route
 * @param loops event loops, ordered by number
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
   * @param lag delay of due tasks, of which about 1 ms is clock resolution
   * @param sinceHeartbeat time since the last heartbeat; there is one a second
   * @param failedTasks tasks that threw
   */
  public record Loop(int number, Timing lag, Duration sinceHeartbeat, long failedTasks) {}

  /**
   * The threads for blocking functions.
   *
   * @param size maximum number of threads ({@code sip.async.pool})
   * @param busy busy threads
   * @param refused number of tasks refused because all threads were busy
   */
  public record Pool(int size, int busy, long refused) {}

  /**
   * The container threads.
   *
   * @param size number of threads ({@code sip.threads})
   * @param busy busy threads
   * @param waiting messages waiting for a thread or being handled
   * @param maxWaiting limit of waiting messages ({@code sip.queue})
   * @param refused requests answered 503 because of overload or a drain
   */
  public record Threads(int size, int busy, int waiting, int maxWaiting, long refused) {}

  /**
   * A circuit breaker.
   *
   * @param application name of the application; "none" if unknown
   * @param name its name
   * @param state its state
   */
  public record Circuit(String application, String name, Circuits.State state) {}
}
