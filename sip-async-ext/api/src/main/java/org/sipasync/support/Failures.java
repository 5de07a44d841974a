package org.sipasync.support;

/** Looks into exceptions. Thread-safe. */
public final class Failures {
  /** Bounds a chain of causes that somebody has made endless. */
  private static final int MAX_DEPTH = 20;

  private Failures() {}

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
