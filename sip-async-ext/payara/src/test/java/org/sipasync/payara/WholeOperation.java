package org.sipasync.payara;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;

/** An operation whose parts have one result at once. */
public final class WholeOperation implements Operation {
  public final List<AsyncFunction> parts = new ArrayList<>();
  private final Result result;

  public WholeOperation(Result result) {
    this.result = result;
  }

  @Override
  public Duration remaining() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Executor pool() {
    return Runnable::run;
  }

  @Override
  public Part start(AsyncFunction function) {
    parts.add(function);
    return new Part() {
      @Override
      public CompletionStage<Result> result() {
        return CompletableFuture.completedFuture(result);
      }

      @Override
      public void abort() {}
    };
  }
}
