package org.sipasync.core;

import org.sipasync.function.Result;

/**
 * Callback for the end of an operation.
 *
 * <p>Called exactly once per operation, or never if it was {@linkplain Operation#cancel cancelled}
 * (rule A3).
 */
@FunctionalInterface
public interface Resumption {

  /**
   * Handles the end of the operation. Runs on the thread that ended it: an event loop's, a
   * library's, a pool's. It must only enqueue the application's code, and return.
   *
   * @param result the result; never null
   */
  void resume(Result result);
}
