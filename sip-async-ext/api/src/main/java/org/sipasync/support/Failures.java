package org.sipasync.support;

import java.util.concurrent.CompletionException;

/** Unwraps exceptions. Thread-safe. */
public final class Failures {
  /** Limits a circular chain of causes. */
  private static final int MAX_DEPTH = 20;

  private Failures() {}

  /**
   * Removes the {@link CompletionException} that a dependent stage wraps around a failure.
   *
   * @param failure returned as is if it is no such wrapper, or has no cause; not null
   */
  public static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /**
   * Returns the innermost cause, which is more specific than its wrappers.
   *
   * @param failure returned as is if it has no cause; not null
   */
  public static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; root.getCause() != null && depth < MAX_DEPTH; depth++) {
      root = root.getCause();
    }
    return root;
  }
}
