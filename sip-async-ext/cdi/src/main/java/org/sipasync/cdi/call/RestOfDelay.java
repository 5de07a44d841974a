package org.sipasync.cdi.call;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.sipasync.function.Delay;
import org.sipasync.function.Idempotent;

/**
 * Rest of a delay that began on another server; zero if it is over.
 *
 * @param name name of the delay
 */
@Idempotent
record RestOfDelay(String name, Duration duration) implements Delay, Serializable {
  private static final Duration SPARE = Duration.ofSeconds(30);

  /** Returns a time after its end, as that of the whole delay was. */
  @Override
  public Optional<Duration> deadline() {
    return Optional.of(duration.plus(SPARE));
  }
}
