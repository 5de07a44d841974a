package org.sipasync.core;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Started;
import org.sipasync.loop.EventLoop;

/** Operations entered, removed and listed while many others are in flight. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Registry {
  private static final AsyncFunction LONG =
      Work.function(operation -> new Started.OnTimer(Duration.ofHours(1), Work.OK));

  /** Operations in flight throughout. */
  @Param({"100", "100000"})
  int others;

  private Engine engine;
  private EventLoop loop;

  /** Suspends the others. */
  @Setup
  public void fill() throws IOException {
    loop = new EventLoop(() -> 0); // no deadline passes
    engine = new Engine(new EngineSettings(1, 200_000, 200_000), List.of(loop), false);
    for (int i = 0; i < others; i++) {
      engine.start(Work.request(LONG, result -> {}));
    }
    loop.runOnce(0);
  }

  /** Ends them. */
  @TearDown
  public void stop() {
    engine.close();
    loop.close();
  }

  /** Starts another one and cancels it. */
  @Benchmark
  public boolean startAndCancel() throws IOException {
    Operation suspension = engine.start(Work.request(LONG, result -> {}));
    loop.runOnce(0);
    boolean cancelled = suspension.cancel();
    loop.runOnce(0);
    return cancelled;
  }

  /** Lists all of them, as the console does. */
  @Benchmark
  public long list() {
    long sum = 0;
    for (Operation each : engine.operations()) {
      sum += each.id() + each.label().length();
    }
    return sum;
  }
}
