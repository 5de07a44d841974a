package org.sipasync.functions.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sipasync.core.Engine;
import org.sipasync.core.EngineSettings;
import org.sipasync.core.OperationRequest;
import org.sipasync.core.Suspension;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;

/** An engine with a bounded pool, as the server gives it. */
final class Bench implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(30);

  final Engine engine = new Engine(new EngineSettings(2, 10_000, 10_000));
  final ThreadPoolExecutor pool;
  final CompletableFuture<Result> unexpected = new CompletableFuture<>();

  Bench(int threads) {
    pool = new ThreadPoolExecutor(0, threads, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
  }

  CompletableFuture<Result> start(AsyncFunction function, Duration deadline) {
    CompletableFuture<Result> resumed = new CompletableFuture<>();
    engine.start(
        new OperationRequest("app", "call", "route", function, deadline, pool, resumed::complete));
    return resumed;
  }

  Suspension suspend(AsyncFunction function) {
    return engine.start(
        new OperationRequest("app", "call", "route", function, LONG, pool, unexpected::complete));
  }

  Result result(AsyncFunction function) throws Exception {
    return result(function, LONG);
  }

  Result result(AsyncFunction function, Duration deadline) throws Exception {
    return start(function, deadline).get(60, TimeUnit.SECONDS);
  }

  void awaitIdle() {
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
