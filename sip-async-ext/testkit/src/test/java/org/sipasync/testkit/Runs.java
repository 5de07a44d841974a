package org.sipasync.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.sipasync.core.Engine;
import org.sipasync.core.Operation;
import org.sipasync.core.OperationRequest;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;

/** An operation in a real engine, and what came of it. */
public final class Runs {
  public final CompletableFuture<Result> resumed = new CompletableFuture<>();
  public final Operation suspension;

  private Runs(Engine engine, AsyncFunction function, Duration deadline) {
    suspension =
        engine.start(
            new OperationRequest(
                "app", "call", "route", function, deadline, Runnable::run, resumed::complete));
  }

  public static Runs start(Engine engine, AsyncFunction function, Duration deadline) {
    return new Runs(engine, function, deadline);
  }

  public static Result result(Engine engine, AsyncFunction function) {
    return start(engine, function, Duration.ofSeconds(20)).result();
  }

  public Result result() {
    try {
      return resumed.get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
