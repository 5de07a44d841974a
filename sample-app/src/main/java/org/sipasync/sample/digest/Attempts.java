package org.sipasync.sample.digest;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts wrong passwords, so that nobody tries many. Safe for use by many threads. */
public final class Attempts {
  private static final int MOST_CALLERS = 10_000;

  private record Failures(int number, long firstMillis) {}

  private final LongSupplier millis;
  private final int most;
  private final Duration window;
  private final Bounded<String, Failures> failures = new Bounded<>(MOST_CALLERS);

  /**
   * @param millis the clock, in milliseconds
   * @param most wrong passwords in a window
   * @param window from the first of them on
   */
  public Attempts(LongSupplier millis, int most, Duration window) {
    this.millis = millis;
    this.most = most;
    this.window = window;
  }

  /** Whether a caller has no attempt left. */
  public synchronized boolean areUsedUp(String caller) {
    Failures known = failures.get(caller);
    return known != null && !isOver(known) && known.number() >= most;
  }

  /** A wrong password. */
  public synchronized void failed(String caller) {
    failures.merge(
        caller,
        new Failures(1, millis.getAsLong()),
        (known, first) ->
            isOver(known) ? first : new Failures(known.number() + 1, known.firstMillis()));
  }

  /** A right password: the wrong ones are forgotten. */
  public synchronized void succeeded(String caller) {
    failures.remove(caller);
  }

  private boolean isOver(Failures known) {
    return millis.getAsLong() - known.firstMillis() > window.toMillis();
  }
}
