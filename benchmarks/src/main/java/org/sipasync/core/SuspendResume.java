package org.sipasync.core;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.function.Started;
import org.sipasync.loop.EventLoop;

/** One operation from suspension to resumption, completed by a stage. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SuspendResume {
  private static final int BATCH = 1000;

  /** Engine with threads, as in a server. */
  private Engine engine;

  /** Engine whose loop the benchmark's thread drives, to measure work without waiting. */
  private Engine stepped;

  private EventLoop loop;
  private final Deque<CompletableFuture<Result>> waiting = new ArrayDeque<>(BATCH);
  private long resumed;

  /** The function of each operation. */
  private final AsyncFunction later =
      Work.function(
          operation -> {
            CompletableFuture<Result> stage = new CompletableFuture<>();
            waiting.add(stage);
            return new Started.OnCompletion(stage, () -> {});
          });

  private final AsyncFunction atOnce = Work.function(operation -> new Started.Done(Work.OK));

  /** Starts both engines. */
  @Setup
  public void start() {
    EngineSettings settings = new EngineSettings(1, 200_000, 200_000);
    engine = new Engine(settings);
    loop = new EventLoop(System::nanoTime);
    stepped = new Engine(settings, List.of(loop), false);
  }

  /** Stops both. */
  @TearDown
  public void stop() {
    engine.close();
    stepped.close();
    loop.close();
  }

  /** Measures the work of suspend + complete + resume on one thread. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long oneThread() throws IOException {
    for (int i = 0; i < BATCH; i++) {
      stepped.start(Work.request(later, result -> resumed++));
    }
    loop.runOnce(0);
    for (CompletableFuture<Result> each = waiting.poll(); each != null; each = waiting.poll()) {
      each.complete(Work.OK);
    }
    loop.runOnce(0);
    return resumed;
  }

  /** Measures operations resumed on the loop thread, 1,000 in flight. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void twoThreads() throws InterruptedException {
    CountDownLatch all = new CountDownLatch(BATCH);
    for (int i = 0; i < BATCH; i++) {
      engine.start(Work.request(atOnce, result -> all.countDown()));
    }
    all.await();
  }

  /** Measures single operations: the time to wake the loop and to be woken. */
  @Benchmark
  public void roundTrip() throws InterruptedException {
    CountDownLatch one = new CountDownLatch(1);
    engine.start(Work.request(atOnce, result -> one.countDown()));
    one.await();
  }
}
