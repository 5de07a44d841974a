package org.sipasync.sample.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.sipasync.testkit.phone.CallListener;
import org.sipasync.testkit.phone.PlacedCall;

/** Outcomes of one run's calls, over time. Written by the run's thread, read by any. */
final class Figures implements CallListener {
  static final long INTERVAL = 100_000_000;
  private static final int MAX_SAMPLES = 1200;

  /**
   * State at one time.
   *
   * @param millis since the run's start
   * @param placed calls placed so far
   * @param answered calls answered so far
   * @param median the median time to the answer, in ms, of those answered since the sample before;
   *     negative if there was none
   */
  record Sample(long millis, int placed, int answered, double median) {}

  /**
   * All of it.
   *
   * @param waiting maximum of concurrently unanswered calls
   * @param threads maximum of JVM threads
   * @param statuses how many calls ended with each final response; 0: none came
   */
  record Snapshot(
      int placed,
      int answered,
      int failed,
      int retransmissions,
      int waiting,
      int threads,
      double p50,
      double p99,
      long millis,
      Map<Integer, Integer> statuses,
      List<Sample> samples) {}

  private final IntSupplier threadCount;
  private final long[] waits;
  private final long[] recent;
  private final List<Sample> samples = new ArrayList<>();
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private int placed;
  private int settled;
  private int answered;
  private int recentCount;
  private int failed;
  private int retransmissions;
  private int waiting;
  private int threads;
  private long begun;
  private long nextSample;
  private long millis;

  /**
   * @param calls how many will be placed
   * @param threadCount how many threads there are now
   */
  Figures(int calls, IntSupplier threadCount) {
    this.threadCount = threadCount;
    waits = new long[calls];
    recent = new long[calls];
  }

  synchronized void begin(long now) {
    begun = now;
    nextSample = now;
    passed(now);
  }

  @Override
  public synchronized void placed(PlacedCall call) {
    placed++;
    waiting = Math.max(waiting, placed - settled);
  }

  @Override
  public synchronized void settled(PlacedCall call) {
    settled++;
    statuses.merge(call.status(), 1, Integer::sum);
    if (call.status() >= 200 && call.status() < 300) {
      waits[answered++] = call.nanosToAnswer();
      recent[recentCount++] = call.nanosToAnswer();
    }
  }

  @Override
  public synchronized void ended(PlacedCall call) {
    retransmissions += call.retransmissions();
    failed += call.hasSucceeded() ? 0 : 1;
  }

  /** Takes the sample that is due. */
  @Override
  public synchronized void passed(long now) {
    if (now - nextSample >= 0 && samples.size() < MAX_SAMPLES) {
      sample(now);
      nextSample = now + INTERVAL;
    }
  }

  synchronized void end(long now) {
    sample(now);
  }

  private void sample(long now) {
    millis = (now - begun) / 1_000_000;
    threads = Math.max(threads, threadCount.getAsInt());
    double median = recentCount == 0 ? -1 : percentile(recent, recentCount, 50);
    samples.add(new Sample(millis, placed, answered, median));
    recentCount = 0;
  }

  synchronized Snapshot snapshot() {
    return new Snapshot(
        placed,
        answered,
        failed,
        retransmissions,
        waiting,
        threads,
        percentile(waits, answered, 50),
        percentile(waits, answered, 99),
        millis,
        Map.copyOf(statuses),
        List.copyOf(samples));
  }

  /** Returns a percentile in ms by nearest rank; 0 without values. */
  private static double percentile(long[] nanos, int count, int percent) {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[(count * percent + 99) / 100 - 1] / 1e6;
  }
}
