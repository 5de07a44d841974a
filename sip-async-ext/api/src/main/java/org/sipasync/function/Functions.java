package org.sipasync.function;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Factories for simple functions (rule F2) and for combined functions (rule C1). */
public final class Functions {
  private Functions() {}

  /**
   * Wraps blocking work, run on the bounded pool in the application's context, aborted by
   * interrupt.
   *
   * @param name the function's name in logs, limits and metrics
   * @param work may block; returns the result's value
   */
  public static AsyncFunction blocking(String name, Callable<?> work) {
    Objects.requireNonNull(work, "work");
    return named(name, operation -> new Started.OnPool(() -> Result.ok(work.call())));
  }

  /**
   * Wraps a result that is there already, such as a cached one.
   *
   * @param name the function's name in logs, limits and metrics
   */
  public static AsyncFunction done(String name, Result result) {
    return named(name, operation -> new Started.Done(result));
  }

  /**
   * Wraps the work of a client library that returns a {@link CompletionStage}. When the result is
   * no longer needed, its future is cancelled.
   *
   * @param name the function's name in logs, limits and metrics
   * @param work starts the work without blocking; its stage completes with the result's value
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
   * Waits for all: succeeds when the last has succeeded, with all outputs and the list of values in
   * argument order; fails with the first failure, and aborts the others.
   *
   * @param functions at least one; not null
   */
  public static AsyncFunction all(AsyncFunction... functions) {
    return Composite.of(Composite.Mode.ALL, functions);
  }

  /**
   * Waits for any: takes the first success with its outputs and value, and aborts the others. If
   * all fail, takes the last failure.
   *
   * @param functions at least one; not null
   */
  public static AsyncFunction any(AsyncFunction... functions) {
    return Composite.of(Composite.Mode.ANY, functions);
  }

  /**
   * Takes the first outcome, success or failure, and aborts the others.
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
