package org.sipasync.function;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A function's view of its running operation. Thread-safe, until the operation has ended. */
public interface Operation {

  /** Returns the time left until the deadline; never negative, never null. */
  Duration remaining();

  /**
   * Returns the bounded pool, in the application's context, for a blocking step of an otherwise
   * non-blocking operation, such as forking a process.
   *
   * <p>It throws {@link java.util.concurrent.RejectedExecutionException} when it is full. Tasks are
   * never interrupted, so they must limit themselves. For work that blocks throughout, use {@link
   * Started.OnPool} instead.
   */
  Executor pool();

  /**
   * Starts another function as a part of this operation (rules C1, C2). It gets the remaining time,
   * counts as an operation in flight of its own, and is aborted with this operation.
   *
   * @param function the function to run; not null
   * @return the running part; never null
   */
  Part start(AsyncFunction function);

  /** A part of an operation. */
  interface Part {

    /**
     * Returns a stage that completes with the part's result, never exceptionally, on an event loop
     * or a library's thread; dependent stages must not block. It never completes if the part was
     * aborted.
     */
    CompletionStage<Result> result();

    /** Aborts this part. Returns immediately; thread-safe and idempotent. */
    void abort();
  }
}
