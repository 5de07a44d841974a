package org.sipasync.core;

import java.time.Duration;

/**
 * An operation that takes longer than it should, standing for others of its function.
 *
 * @param function the function's name
 * @param application whose operation it is
 * @param route where it goes on
 * @param label what tells it from others, as a Call-ID does
 * @param time how long it took, or has taken so far
 * @param hangs whether it is still in flight
 * @param more how many others there were since it was last asked
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
