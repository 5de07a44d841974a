package org.sipasync.testkit.phone;

/**
 * Follows the calls of a {@link Caller}, on its thread. Times are {@link System#nanoTime}'s. What
 * it throws ends {@link Caller#place}.
 */
public interface CallListener {
  /** A call begins; its first request follows. */
  default void placed(PlacedCall call) {}

  /** A message of a call goes out or has come, retransmissions among them. */
  default void message(PlacedCall call, boolean sent, SipMessage message, long now) {}

  /** A call has its first final response, or has ended without one. Once for each call. */
  default void settled(PlacedCall call) {}

  /** A call is over. Once for each call; messages may still come. */
  default void ended(PlacedCall call) {}

  /** Called at least every {@link Caller#TICK} while calls are under way. */
  default void passed(long now) {}
}
