package org.sipasync.loop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Distribution of durations, in buckets that are at most an eighth wide, from a microsecond to a
 * day.
 *
 * <p>{@link #record} may be called by any thread; it neither blocks nor allocates. Percentiles
 * cover the time since the last {@link #rotate} but one.
 */
public final class Histogram {
  /** Unit of 1,024 nanoseconds. */
  private static final int UNIT_BITS = 10;

  /** Each power of two has 2^3 buckets. */
  private static final int PART_BITS = 3;

  private static final int PARTS = 1 << PART_BITS;
  private static final int BUCKETS = 38 * PARTS;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
  private final LongAdder total = new LongAdder();
  private long[] latest = new long[0];
  private long[] latestButOne = new long[0];

  /** Adds a duration in nanoseconds; negative ones count as zero. */
  public void record(long nanos) {
    long time = Math.max(0, nanos);
    counts.getAndIncrement(bucket(time));
    total.add(time);
  }

  static int bucket(long nanos) {
    long units = nanos >>> UNIT_BITS;
    int power = Math.max(0, 63 - Long.numberOfLeadingZeros(units | 1) - PART_BITS);
    // Below 8 units a bucket is one unit wide, above it is an eighth of its power of two
    return Math.min(BUCKETS - 1, power * PARTS + (int) (units >>> power));
  }

  /** Returns the upper bound of a bucket. */
  static long upperBound(int bucket) {
    int power = Math.max(0, bucket / PARTS - 1);
    long units = (long) bucket - (long) power * PARTS;
    return ((units + 1) << power << UNIT_BITS) - 1;
  }

  /** Starts a new period, about once a minute; percentiles drop periods before the last two. */
  public synchronized void rotate() {
    latestButOne = latest;
    latest = snapshot();
  }

  private long[] snapshot() {
    long[] copy = new long[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) {
      copy[i] = counts.get(i);
    }
    return copy;
  }

  /** Returns the figures since the start; percentiles cover the latest two periods. */
  public synchronized Summary summary() {
    long[] recent = snapshot();
    long count = 0;
    long recentCount = 0;
    for (int i = 0; i < BUCKETS; i++) {
      count += recent[i];
      recent[i] -= latestButOne.length == 0 ? 0 : latestButOne[i];
      recentCount += recent[i];
    }
    return new Summary(
        count,
        Duration.ofNanos(total.sum()),
        percentile(recent, recentCount, 0.50),
        percentile(recent, recentCount, 0.95),
        percentile(recent, recentCount, 0.99),
        percentile(recent, recentCount, 1));
  }

  /**
   * Figures of a histogram.
   *
   * @param count number of durations since the start
   * @param total their sum
   * @param p50 median of the latest two periods, overstated by up to an eighth, zero if empty
   * @param p95 95th percentile, likewise
   * @param p99 99th percentile, likewise
   * @param max maximum, likewise
   */
  public record Summary(
      long count, Duration total, Duration p50, Duration p95, Duration p99, Duration max) {}

  private static Duration percentile(long[] recent, long count, double part) {
    long wanted = (long) Math.ceil(count * part);
    long seen = 0;
    for (int i = 0; wanted > 0 && i < BUCKETS; i++) {
      seen += recent[i];
      if (seen >= wanted) {
        return Duration.ofNanos(upperBound(i));
      }
    }
    return Duration.ZERO;
  }
}
