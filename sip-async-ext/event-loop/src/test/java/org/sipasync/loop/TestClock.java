package org.sipasync.loop;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Time that passes when a test says so. Starts just before nanoTime's wrap-around. */
public final class TestClock implements LongSupplier {
  private long nanos = Long.MAX_VALUE - Duration.ofMillis(50).toNanos();

  @Override
  public long getAsLong() {
    return nanos;
  }

  /** Moves the clock forward. */
  public void pass(Duration time) {
    nanos += time.toNanos();
  }
}
