package org.sipasync.core;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sipasync.loop.TimerQueue;

/** The timer queue with many entries. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Timers {
  private static final Runnable NOTHING = () -> {};
  private static final long SPREAD = 30_000_000_000L;

  /** Entries queued throughout. */
  @Param({"100", "100000"})
  int entries;

  private TimerQueue queue;
  private long now;
  private long random = 42;

  /** Fills it with timers of the next 30 seconds. */
  @Setup
  public void fill() {
    queue = new TimerQueue();
    for (int i = 0; i < entries; i++) {
      queue.add(later(), NOTHING);
    }
  }

  private long later() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return now + 1 + (random >>> 1) % SPREAD;
  }

  /** Adds a deadline and cancels it, as nearly all are. */
  @Benchmark
  public Object addAndCancel() {
    TimerQueue.Timer timer = queue.add(later(), NOTHING);
    queue.cancel(timer);
    return timer;
  }

  /** Polls a due timer and adds another. */
  @Benchmark
  public Object pollAndAdd() {
    now += queue.nanosToNext(now);
    TimerQueue.Timer due = queue.pollDue(now);
    queue.add(later(), NOTHING);
    return due;
  }
}
