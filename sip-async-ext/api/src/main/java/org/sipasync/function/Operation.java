package org.sipasync.function;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A function's view of the operation that it carries out. May be used by any thread until the
 * operation has ended.
 */
public interface Operation {

  /** Time left until the deadline; never negative, never null. */
  Duration remaining();

  /**
   * The bounded pool, in the application's context: for the blocking step of an operation that is
   * otherwise without a thread, such as forking a process.
   *
   * <p>It refuses with a {@link java.util.concurrent.RejectedExecutionException} when it is full.
   * Nothing interrupts what runs here: it must have a bound of its own. What blocks from beginning
   * to end is a {@link Started.OnPool} instead.
   */
  Executor pool();

  /**
   * Starts another function as a part of this operation (rules C1, C2). It gets the time that is
   * left, takes a place of its own among the operations in flight, and is aborted with this
   * operation.
   *
   * @param function what to do; not null
   * @return the part under way; never null
   */
  Part start(AsyncFunction function);

  /** A part of an operation. */
  interface Part {

    /**
     * Completes with the part's result, never exceptionally, on an event loop or a library's
     * thread: what depends on it must not block. Never completes when the part was aborted.
     */
    CompletionStage<Result> result();

    /** Nobody waits for this part any longer. At once, from any thread, as often as one likes. */
    void abort();
  }
}
