package org.sipasync.function;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * An operation that a handler can wait for without holding a thread: the {@code fn} of OpenSIPS's
 * {@code async(fn(...), route)}.
 *
 * <p>An instance describes one call with its parameters and holds no running state, so it may be
 * listed, logged, retried and, where it is {@link java.io.Serializable}, stored (rules F1, A14).
 *
 * <h2>Thread</h2>
 *
 * {@link #start} runs on an event loop and must not block: return blocking work as {@link
 * Started.OnPool}.
 *
 * <h2>Failure</h2>
 *
 * An exception from {@link #start} ends the operation with {@link ReturnCodes#ERROR} and is the
 * cause.
 */
public interface AsyncFunction {

  /**
   * Returns the function's name in logs, limits and metrics: short, constant, without parameters;
   * never null.
   */
  String name();

  /**
   * Starts the operation and returns its next step (rule F1).
   *
   * @param operation the running operation
   * @return the next step; never null
   * @throws Exception if the operation cannot start
   */
  Started start(Operation operation) throws Exception;

  /** Returns the function's default deadline; empty for the message's default (rule A9). */
  default Optional<Duration> deadline() {
    return Optional.empty();
  }

  /**
   * Returns true for a function whose purpose is to wait, such as a sleep. A long time in flight
   * then does not indicate a hung backend.
   */
  default boolean isMeantToWait() {
    return false;
  }

  /**
   * Returns true if {@link #start}, and each later step on the event loop, ends within
   * microseconds: then the engine may run the operation on the loop that has read the message,
   * which saves two hand-overs between threads. While such a step runs, no SIP message is read.
   *
   * <p>Called on the caller's thread, before the start.
   */
  default boolean isBrief() {
    return false;
  }

  /**
   * Returns this function with its main value stored in an AVP on success.
   *
   * @param avp the AVP's name; not null
   * @return the same function with one more output
   */
  default AsyncFunction into(String avp) {
    return new Into(this, Objects.requireNonNull(avp, "avp"));
  }
}
