package org.sipasync.core;

import java.time.Duration;
import org.sipasync.function.Result;

/**
 * Observer of the steps of operations, including parts. Called on the thread that takes the step;
 * must neither block nor throw.
 */
public interface OperationObserver {
  /** Observes an operation that is about to start, or to be shed. */
  void started(Operation operation);

  /**
   * Observes the end of an operation, before its resumption.
   *
   * @param result null if it was cancelled, so that its resumption is never called
   */
  void ended(Operation operation, Result result, Duration took);

  /** Observes the start of an operation's route. */
  void resumed(Operation operation);
}
