package org.sipasync.core;

import java.time.Duration;

/**
 * How an {@link Engine} is set up.
 *
 * @param loops event loops, each one thread
 * @param maxInFlight operations in flight at most, in all (rule A12)
 * @param maxInFlightPerFunction operations in flight at most, of one function (rule A12)
 * @param slow how long an operation may take before it is told of; zero for never
 */
public record EngineSettings(
    int loops, int maxInFlight, int maxInFlightPerFunction, Duration slow) {

  /** None is too slow. */
  public EngineSettings(int loops, int maxInFlight, int maxInFlightPerFunction) {
    this(loops, maxInFlight, maxInFlightPerFunction, Duration.ZERO);
  }

  public EngineSettings {
    if (loops < 1 || maxInFlight < 1 || maxInFlightPerFunction < 1) {
      throw new IllegalArgumentException(
          "loops and bounds are at least 1: %d, %d, %d"
              .formatted(loops, maxInFlight, maxInFlightPerFunction));
    }
  }

  /** One loop for each core, 100,000 operations. */
  public static EngineSettings defaults() {
    return new EngineSettings(Runtime.getRuntime().availableProcessors(), 100_000, 100_000);
  }
}
