package org.sipasync.function;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The short ways to bring one's own function (rule F2). */
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
