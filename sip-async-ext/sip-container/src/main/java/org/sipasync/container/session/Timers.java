package org.sipasync.container.session;

import java.time.Duration;

/** Clock and timers of the container. Thread-safe. */
public interface Timers {
  /** Returns milliseconds since 1970. */
  long currentTimeMillis();

  /** Runs a short task once, never early, on a thread that must not block. */
  Handle after(Duration delay, Runnable task);

  /** Returns the timers of the loop that a Call-ID belongs to. */
  default Timers of(String callId) {
    return this;
  }

  /** A timer that may be stopped. */
  @FunctionalInterface
  interface Handle {
    /** Stops the timer, which may still run if it is due at this moment. Idempotent. */
    void cancel();
  }
}
