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
 * {@link #start} runs on an event loop and must return at once: what blocks is returned as {@link
 * Started.OnPool}.
 *
 * <h2>Failure</h2>
 *
 * An exception from {@link #start} ends the operation with {@link ReturnCodes#ERROR} and itself as
 * the cause.
 */
public interface AsyncFunction {

  /**
   * The function's name in logs, bounds and metrics: short, constant, without parameters; never
   * null.
   */
  String name();

  /**
   * Starts the operation and says how it goes on (rule F1).
   *
   * @param operation what the function may know of its run
   * @return how the operation goes on; never null
   * @throws Exception when the operation cannot start
   */
  Started start(Operation operation) throws Exception;

  /**
   * How long the function may take when the call does not say; empty for the default of the message
   * (rule A9).
   */
  default Optional<Duration> deadline() {
    return Optional.empty();
  }

  /**
   * True for a function whose purpose is to wait, such as a sleep: a long time in flight is then no
   * sign of a backend that hangs.
   */
  default boolean isMeantToWait() {
    return false;
  }

  /**
   * This function with its main value written to an AVP when it succeeds.
   *
   * @param avp the AVP's name; not null
   * @return a function that differs from this one in its outputs only
   */
  default AsyncFunction into(String avp) {
    return new Into(this, Objects.requireNonNull(avp, "avp"));
  }
}
