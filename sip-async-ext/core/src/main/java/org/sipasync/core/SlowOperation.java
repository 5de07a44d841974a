package org.sipasync.core;

import java.time.Duration;

/**
 * A slow operation, representing others of its function.
 *
 * @param function name of the function
 * @param application name of the application
 * @param route name of the route
 * @param label label, such as a Call-ID
 * @param time duration, or time so far
 * @param hangs true while it is in flight
 * @param more number of others in the same round
 */
public record SlowOperation(
    String function,
    String application,
    String route,
    String label,
    Duration time,
    boolean hangs,
    int more) {

  SlowOperation andOneMore() {
    return new SlowOperation(function, application, route, label, time, hangs, more + 1);
  }
}
