package org.sipasync.core;

import java.time.Duration;

/**
 * Settings of an {@link Engine}.
 *
 * @param loops event loops, one thread each
 * @param maxInFlight limit of operations in flight (rule A12)
 * @param maxInFlightPerFunction limit of operations in flight per function (rule A12)
 * @param slow duration after which an operation is reported as slow; zero disables
 */
public record EngineSettings(
    int loops, int maxInFlight, int maxInFlightPerFunction, Duration slow) {

  /** Creates settings without reports of slow operations. */
  public EngineSettings(int loops, int maxInFlight, int maxInFlightPerFunction) {
    this(loops, maxInFlight, maxInFlightPerFunction, Duration.ZERO);
  }

  public EngineSettings {
    if (loops < 1 || maxInFlight < 1 || maxInFlightPerFunction < 1) {
      throw new IllegalArgumentException(
          "loops and limits must be at least 1: %d, %d, %d"
              .formatted(loops, maxInFlight, maxInFlightPerFunction));
    }
  }

  /** Returns settings with one loop per core and 100,000 operations. */
  public static EngineSettings defaults() {
    return new EngineSettings(Runtime.getRuntime().availableProcessors(), 100_000, 100_000);
  }
}
