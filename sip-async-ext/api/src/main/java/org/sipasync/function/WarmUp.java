package org.sipasync.function;

import java.time.Duration;

/**
 * Runs code that calls will need, so that the first ones find it compiled: with requests of its
 * own, to itself, never to an application or another machine. A {@link java.util.ServiceLoader}
 * finds the implementations when the server starts, before it listens.
 */
public interface WarmUp {
  /**
   * Warms up on the calling thread, and leaves nothing behind.
   *
   * @param max time after which it must have returned, give or take one request
   * @return the number of requests played
   * @throws Exception if something is missing; the server then starts without
   */
  int run(Duration max) throws Exception;
}
