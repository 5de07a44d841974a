package org.sipasync.testkit.phone;

/**
 * Follows the calls of a {@link Caller}, on its thread. Times are {@link System#nanoTime}'s. What
 * it throws ends {@link Caller#place}.
 */
public interface CallListener {
  /** Handles the start of a call, before its first request. */
  default void placed(PlacedCall call) {}

  /** Handles a sent or received message of a call, including retransmissions. */
  default void message(PlacedCall call, boolean sent, SipMessage message, long now) {}

  /** Handles a call's first final response, or its end without one. Called once per call. */
  default void settled(PlacedCall call) {}

  /** Handles the end of a call. Called once per call; messages may still arrive. */
  default void ended(PlacedCall call) {}

  /** Called at least every {@link Caller#TICK} during calls. */
  default void passed(long now) {}
}
