package org.sipasync.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Logs what goes wrong on loops: one line per cause and minute, made of names in the code only, so
 * that no peer can write to it; the trace at DEBUG. Thread-safe.
 */
final class FailureLog {
  private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAX_CAUSES = 64;

  /** Guarded by the class. */
  private static final Map<String, Long> LOGGED = new HashMap<>();

  private FailureLog() {}

  /** Logs a failure, whatever state the logger is in: it needs file descriptors and memory. */
  static void log(Logger log, String what, Throwable failure) {
    try {
      String cause = cause(failure);
      if (isDue(what + cause, System.nanoTime())) {
        log.log(Level.ERROR, what + ": " + cause + ". The trace is logged at DEBUG");
      }
      log.log(Level.DEBUG, what, failure);
    } catch (Throwable noLog) {
      // nothing more can be done
    }
  }

  /** Class of a failure, and the place outside the JDK where it was thrown. */
  static String cause(Throwable failure) {
    for (StackTraceElement frame : failure.getStackTrace()) {
      if (!frame.getClassName().startsWith("java.") && !frame.getClassName().startsWith("sun.")) {
        return failure.getClass().getName() + ", at " + frame;
      }
    }
    return failure.getClass().getName();
  }

  /** True if this cause has not been logged for a minute. */
  static synchronized boolean isDue(String cause, long now) {
    Long last = LOGGED.get(cause);
    if (last != null && now - last < PERIOD_NANOS) {
      return false;
    }
    if (LOGGED.size() >= MAX_CAUSES) {
      LOGGED.values().removeIf(logged -> now - logged >= PERIOD_NANOS);
    }
    if (LOGGED.size() >= MAX_CAUSES && last == null) {
      return false;
    }
    LOGGED.put(cause, now);
    return true;
  }
}
