package org.sipasync.support;

import java.util.concurrent.CompletionException;

/** Looks into exceptions. Thread-safe. */
public final class Failures {
  /** Bounds a chain of causes that somebody has made endless. */
  private static final int MAX_DEPTH = 20;

  private Failures() {}

  /**
   * Removes the {@link CompletionException} that a dependent stage wraps around a failure.
   *
   * @param failure itself returned if it is no such wrapper, or an empty one; not null
   */
  public static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /**
   * The innermost cause: what wraps it, such as an ExecutionException, says less.
   *
   * @param failure itself returned if it has no cause; not null
   */
  public static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; root.getCause() != null && depth < MAX_DEPTH; depth++) {
      root = root.getCause();
    }
    return root;
  }
}
