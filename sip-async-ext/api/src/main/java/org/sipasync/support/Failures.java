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

  /**
   * Describes a failure in one line: its innermost cause, and the place outside the JDK where that
   * was thrown. For a log without a stack trace; the text may hold a peer's values, so clean it.
   *
   * @param failure not null
   * @return such as {@code java.lang.NullPointerException: no user, at org.example.Shop.price
   *     (Shop.java:42)}; never null
   */
  public static String describe(Throwable failure) {
    Throwable root = rootOf(failure);
    for (StackTraceElement frame : root.getStackTrace()) {
      if (!isOfTheJdk(frame.getClassName())) {
        return root
            + ", at %s.%s (%s:%d)"
                .formatted(
                    frame.getClassName(),
                    frame.getMethodName(),
                    frame.getFileName(),
                    frame.getLineNumber());
      }
    }
    return root.toString();
  }

  private static boolean isOfTheJdk(String className) {
    return className.startsWith("java.")
        || className.startsWith("jdk.")
        || className.startsWith("sun.");
  }
}
