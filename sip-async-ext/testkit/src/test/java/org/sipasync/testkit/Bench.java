package org.sipasync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sipasync.core.Engine;
import org.sipasync.core.EngineSettings;
import org.sipasync.core.Operation;
import org.sipasync.core.OperationRequest;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;

/** An engine with a bounded pool, as the server gives it; at its end nothing may be left of it. */
public final class Bench implements AutoCloseable {
  public static final Duration LONG = Duration.ofSeconds(30);

  public final Engine engine = new Engine(new EngineSettings(2, 10_000, 10_000));
  public final ThreadPoolExecutor pool;
  public final CompletableFuture<Result> unexpected = new CompletableFuture<>();

  public Bench(int threads) {
    pool = new ThreadPoolExecutor(0, threads, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
  }

  public CompletableFuture<Result> start(AsyncFunction function, Duration deadline) {
    CompletableFuture<Result> resumed = new CompletableFuture<>();
    engine.start(
        new OperationRequest("app", "call", "route", function, deadline, pool, resumed::complete));
    return resumed;
  }

  public Operation suspend(AsyncFunction function) {
    return engine.start(
        new OperationRequest("app", "call", "route", function, LONG, pool, unexpected::complete));
  }

  public Result result(AsyncFunction function) throws Exception {
    return result(function, LONG);
  }

  public Result result(AsyncFunction function, Duration deadline) throws Exception {
    return start(function, deadline).get(60, TimeUnit.SECONDS);
  }

  /** Waits until a thread of the pool is free. */
  public void awaitRoom() {
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> pool.getActiveCount() < pool.getMaximumPoolSize());
  }

  public void awaitIdle() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(pool.getActiveCount()).isZero());
  }

  @Override
  public void close() {
    assertThat(unexpected).isNotDone();
    awaitIdle();
    assertThat(engine.inFlight()).isZero();
    engine.close();
    pool.shutdown();
  }
}
