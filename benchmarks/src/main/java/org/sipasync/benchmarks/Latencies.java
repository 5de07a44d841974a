package org.sipasync.benchmarks;

import java.util.Arrays;

/** Times, and their percentiles. Not thread-safe. */
final class Latencies {
  private long[] nanos = new long[1024];
  private int count;

  void add(long value) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = value;
  }

  int count() {
    return count;
  }

  /** Returns a percentile in ms; NaN without samples. */
  double percentile(double percent) {
    if (count == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int place = (int) Math.ceil(percent / 100 * count) - 1;
    return sorted[Math.max(0, place)] / 1e6;
  }
}
