package org.sipasync.cluster.grid;

/** Callback for the end of one request to the grid. */
@FunctionalInterface
public interface Reply<T> {

  /**
   * Handles the end of the request. Called exactly once, on the node's thread, unless the node
   * closes first.
   *
   * @param value the result; null after a failure, and where the request says so
   * @param failure null if the request succeeded
   */
  void done(T value, Throwable failure);
}
