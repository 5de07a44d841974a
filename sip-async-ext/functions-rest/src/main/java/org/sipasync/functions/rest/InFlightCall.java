package org.sipasync.functions.rest;

import java.util.concurrent.CompletionStage;

/** A call in flight. Ends once, and then holds no resources. */
interface InFlightCall {

  /**
   * Starts; never blocks. Called on the loop thread.
   *
   * @throws java.util.concurrent.RejectedExecutionException if a limit is reached
   */
  void begin();

  /** Returns a stage that completes once, unless the call is aborted. */
  CompletionStage<CallOutcome> outcome();

  /** Aborts the call. Returns immediately; thread-safe and idempotent. */
  void abort();

  /** Ends the call because its client is closed. Thread-safe. */
  void cancelled();
}
