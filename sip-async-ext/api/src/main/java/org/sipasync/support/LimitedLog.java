package org.sipasync.support;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Logs one line per cause and period, however often a peer provokes it. The first occurrence is
 * logged immediately; the next line of the same cause states the number of lines omitted.
 * Thread-safe.
 *
 * <p>Lines are cleaned by {@link LogText} and have no stack trace. The number of causes is limited:
 * the one logged longest ago is evicted.
 */
public final class LimitedLog {
  private static final int MAX_CAUSES = 256;
  private static final int MAX_LINE = 500;

  private final Logger log;
  private final long periodNanos;
  private final LongSupplier nanoTime;

  /** Ordered by the time of their last lines. */
  private final Map<String, Cause> causes = new LinkedHashMap<>();

  private static final class Cause {
    long loggedAt;
    long leftOut;
  }

  /**
   * Creates a log.
   *
   * @param period between two lines of one cause
   * @param nanoTime the clock, in nanoseconds, as {@link System#nanoTime}
   */
  public LimitedLog(Logger log, Duration period, LongSupplier nanoTime) {
    this.log = Objects.requireNonNull(log, "log");
    this.periodNanos = period.toNanos();
    this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
  }

  /** A log with one line per cause and minute. */
  public LimitedLog(Logger log) {
    this(log, Duration.ofMinutes(1), System::nanoTime);
  }

  /**
   * Logs a line unless the same cause was logged within the period.
   *
   * @param cause key of the cause; a constant text, never a peer's
   * @param line the line, cleaned and truncated here
   */
  public void log(Level level, String cause, String line) {
    long leftOut = leftOutIfDue(cause);
    if (leftOut < 0 || !log.isLoggable(level)) {
      return;
    }
    String suffix = leftOut == 0 ? "" : " (" + leftOut + " more since the last such line)";
    String text = LogText.clean(line, MAX_LINE) + suffix;
    log.log(level, () -> text);
  }

  /** Returns the number of lines omitted before this one; -1 if this one is omitted, too. */
  private synchronized long leftOutIfDue(String cause) {
    long now = nanoTime.getAsLong();
    Cause known = causes.get(cause);
    if (known != null && now - known.loggedAt < periodNanos) {
      known.leftOut++;
      return -1;
    }
    long leftOut = known == null ? 0 : known.leftOut;
    causes.remove(cause);
    if (causes.size() >= MAX_CAUSES) {
      Iterator<String> oldest = causes.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    Cause logged = new Cause();
    logged.loggedAt = now;
    causes.put(cause, logged);
    return leftOut;
  }
}
