package org.sipasync.core;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;

/**
 * What a function sees of its suspension. A part is a suspension of its own: bounded, counted and
 * listed as any other; it ends with the whole.
 */
final class Parts implements Operation {
  private static final Duration LEAST = Duration.ofNanos(1);

  private final Engine engine;
  private final Suspension whole;
  private final OperationRequest request;
  private final Set<Suspension> parts = ConcurrentHashMap.newKeySet();

  Parts(Engine engine, Suspension whole, OperationRequest request) {
    this.engine = engine;
    this.whole = whole;
    this.request = request;
  }

  @Override
  public Duration remaining() {
    return whole.remaining();
  }

  @Override
  public Executor pool() {
    return request.pool();
  }

  @Override
  public Part start(AsyncFunction function) {
    Objects.requireNonNull(function, "function");
    CompletableFuture<Result> result = new CompletableFuture<>();
    Duration left = remaining();
    try {
      Suspension part =
          engine.start(
              request.part(function, left.isZero() ? LEAST : left, result::complete), whole);
      parts.add(part);
      result.thenRun(() -> parts.remove(part));
      if (!whole.isPending()) {
        part.cancel();
      }
      return new Started(result, part);
    } catch (RejectedExecutionException closed) {
      result.complete(Result.failed(ReturnCodes.SHUTDOWN, closed));
      return new Started(result, null);
    }
  }

  /** The whole has ended. */
  void abort() {
    parts.forEach(Suspension::cancel);
    parts.clear();
  }

  private record Started(CompletionStage<Result> result, Suspension part) implements Part {
    @Override
    public void abort() {
      if (part != null) {
        part.cancel();
      }
    }
  }
}
