package org.sipasync.function;

import java.time.Duration;

/**
 * A function that lets time pass and does nothing else. A timer is all that it needs, so the engine
 * may run it on the loop that the handler's message was read by: no other thread is woken.
 *
 * <p>The engine asks for the duration on the caller's thread and does not call {@link #start}.
 */
public interface Delay extends AsyncFunction {

  /** Returns the time to wait; not null, not negative. */
  Duration duration();

  @Override
  default boolean isMeantToWait() {
    return true;
  }

  @Override
  default boolean isBrief() {
    return true;
  }

  @Override
  default Started start(Operation operation) {
    return new Started.OnTimer(duration(), Result.ok());
  }
}
