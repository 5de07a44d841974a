package org.sipasync.cdi.admin;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Snapshot at most a second old, since one scrape reads many gauges from it. */
final class Recent<T> {
  private static final long LIFE = TimeUnit.SECONDS.toNanos(1);

  private final Supplier<T> source;
  private T snapshot;
  private long takenNanos;

  Recent(Supplier<T> source) {
    this.source = source;
  }

  synchronized T get() {
    long now = System.nanoTime();
    if (snapshot == null || now - takenNanos > LIFE) {
      snapshot = source.get();
      takenNanos = now;
    }
    return snapshot;
  }
}
