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
 * A function's view of its operation, and the parts that the function has started. A part is an
 * operation of its own, limited, counted and listed like any other; it ends with its whole.
 * Thread-safe.
 */
final class OperationScope implements Operation {
  private static final Duration MIN_TIME = Duration.ofNanos(1);

  private final OperationRequest request;
  private final Whole whole;

  /** Cancel actions of the running parts. */
  private final Set<Runnable> parts = ConcurrentHashMap.newKeySet();

  /** The operation whose parts these are. Thread-safe. */
  interface Whole {
    /**
     * Starts a part; its resumption is called later.
     *
     * @return action that cancels the part; thread-safe and idempotent
     * @throws RejectedExecutionException if the engine is closed
     */
    Runnable startPart(OperationRequest part);

    /** Returns the time left until the deadline; zero after it. */
    Duration remaining();

    /** True until the operation has ended, however it did. */
    boolean isPending();
  }

  OperationScope(OperationRequest request, Whole whole) {
    this.request = request;
    this.whole = whole;
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
      Runnable cancel =
          whole.startPart(
              request.part(function, left.isZero() ? MIN_TIME : left, result::complete));
      parts.add(cancel);
      result.thenRun(() -> parts.remove(cancel));
      if (!whole.isPending()) {
        cancel.run();
      }
      return new Started(result, cancel);
    } catch (RejectedExecutionException closed) {
      result.complete(Result.failed(ReturnCodes.SHUTDOWN, closed));
      return new Started(result, () -> {});
    }
  }

  /** Cancels all parts after the end of the whole. */
  void abort() {
    parts.forEach(Runnable::run);
    parts.clear();
  }

  private record Started(CompletionStage<Result> result, Runnable cancel) implements Part {
    @Override
    public void abort() {
      cancel.run();
    }
  }
}
