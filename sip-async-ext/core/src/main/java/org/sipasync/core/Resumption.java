package org.sipasync.core;

import org.sipasync.function.Result;

/**
 * What happens when an operation has ended.
 *
 * <p>Called exactly once for each operation, unless it was {@linkplain Operation#cancel cancelled}:
 * then never (rule A3).
 */
@FunctionalInterface
public interface Resumption {

  /**
   * The operation has ended. Runs on whatever thread ended it: an event loop, a library's, a
   * pool's. It must only put the application's code into its queue, and return.
   *
   * @param result what the operation came to; never null
   */
  void resume(Result result);
}
