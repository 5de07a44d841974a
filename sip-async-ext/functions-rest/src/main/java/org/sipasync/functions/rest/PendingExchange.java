package org.sipasync.functions.rest;

import java.util.concurrent.Future;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.core5.concurrent.FutureCallback;

/** A call in flight, as the client sees it. Thread-safe. */
interface PendingExchange extends FutureCallback<HttpAnswer> {
  /** Attribute of the HTTP context that holds it. */
  String ATTRIBUTE = "org.sipasync.exchange";

  /** Returns the time of its beginning, by {@link System#nanoTime}. */
  long startedNanos();

  /** Registers the pending connection. */
  void connecting(Future<?> connection);

  /**
   * Switches from connecting to transferring.
   *
   * @return false if the call has already ended
   */
  boolean connected(AsyncExecRuntime made);

  /** Records the head of the response. */
  void responded();

  boolean hasEnded();
}
