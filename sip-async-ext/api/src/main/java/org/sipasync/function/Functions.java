package org.sipasync.function;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The short ways to bring one's own function (rule F2), and to combine functions (rule C1). */
public final class Functions {
  private Functions() {}

  /**
   * Blocking work, run on the bounded pool with the application's context and aborted by interrupt.
   *
   * @param name the function's name in logs, bounds and metrics
   * @param work may block; what it returns is the result's value
   */
  public static AsyncFunction blocking(String name, Callable<?> work) {
    Objects.requireNonNull(work, "work");
    return named(name, operation -> new Started.OnPool(() -> Result.ok(work.call())));
  }

  /**
   * Work done by a client library that answers with a {@link CompletionStage}. When nobody waits
   * for it any longer its future is cancelled.
   *
   * @param name the function's name in logs, bounds and metrics
   * @param work starts the work and returns at once; what its stage completes with is the result's
   *     value
   */
  public static AsyncFunction completion(String name, Supplier<? extends CompletionStage<?>> work) {
    Objects.requireNonNull(work, "work");
    return named(
        name,
        operation -> {
          CompletionStage<?> stage = work.get();
          return new Started.OnCompletion(
              stage.thenApply(Result::ok), () -> stage.toCompletableFuture().cancel(true));
        });
  }

  /**
   * All of them: succeeds when the last has succeeded, with all outputs and the list of the values
   * in the order given; fails with the first failure, and aborts the others.
   *
   * @param functions at least one; not null
   */
  public static AsyncFunction all(AsyncFunction... functions) {
    return Composite.of(Composite.Mode.ALL, functions);
  }

  /**
   * Any of them: the first success, its outputs and its value; the others are aborted. If none
   * succeeds, the last failure.
   *
   * @param functions at least one; not null
   */
  public static AsyncFunction any(AsyncFunction... functions) {
    return Composite.of(Composite.Mode.ANY, functions);
  }

  /**
   * The first of them to end, well or not; the others are aborted.
   *
   * @param functions at least one; not null
   */
  public static AsyncFunction race(AsyncFunction... functions) {
    return Composite.of(Composite.Mode.RACE, functions);
  }

  private static AsyncFunction named(String name, Starter starter) {
    Objects.requireNonNull(name, "name");
    return new AsyncFunction() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Started start(Operation operation) throws Exception {
        return starter.start(operation);
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }

  @FunctionalInterface
  private interface Starter {
    Started start(Operation operation) throws Exception;
  }
}
