package org.sipasync.functions.sleep;

import java.io.Serializable;
import java.time.Duration;
import org.sipasync.function.Delay;
import org.sipasync.function.Idempotent;
import org.sipasync.function.ReturnCodes;

/**
 * Waits without a thread: OpenSIPS's {@code sleep(seconds)} and {@code usleep(microseconds)}.
 *
 * <p>Return code: {@link ReturnCodes#OK} after the time, as in OpenSIPS; {@link
 * ReturnCodes#DEADLINE} if the deadline comes first. Never wakes early (rule A9).
 *
 * @param duration time to wait; zero resumes right after the handler
 */
@Idempotent
public record Sleep(Duration duration) implements Delay, Serializable {

  /**
   * @throws IllegalArgumentException if the duration is negative
   */
  public Sleep {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a duration must not be negative: " + duration);
    }
  }

  /** Sleeps for a duration; not null, not negative. */
  public static Sleep of(Duration duration) {
    return new Sleep(duration);
  }

  /** Sleeps for a number of milliseconds; not negative. */
  public static Sleep millis(long millis) {
    return new Sleep(Duration.ofMillis(millis));
  }

  /** Sleeps for a number of microseconds, as {@code usleep}; not negative. */
  public static Sleep micros(long micros) {
    return new Sleep(Duration.ofNanos(Math.multiplyExact(micros, 1000L)));
  }

  @Override
  public String name() {
    return "sleep";
  }
}
