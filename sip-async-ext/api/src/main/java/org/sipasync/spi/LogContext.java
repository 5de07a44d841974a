package org.sipasync.spi;

import java.util.Optional;

/**
 * For whom a thread works at the moment, for what writes logs: a formatter, a filter, an appender.
 *
 * <p>Known while a handler, a route or a blocking function of a SIP application runs on the calling
 * thread; carried over suspensions. Texts may come from outside: the Call-ID holds whatever the
 * caller has sent.
 *
 * @param application the application's name
 * @param callId the Call-ID of the message at hand; "none" without one
 * @param route the route's name, or that of the servlet whose handler runs
 */
public record LogContext(String application, String callId, String route) {
  private static final ThreadLocal<LogContext> CURRENT = new ThreadLocal<>();

  /** The calling thread's; empty if it does not work for a SIP application. */
  public static Optional<LogContext> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /**
   * Sets the calling thread's; the engine does.
   *
   * @param next may be null, for none
   * @return what it was before, to be set again afterwards; may be null
   */
  public static LogContext set(LogContext next) {
    LogContext before = CURRENT.get();
    if (next == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(next);
    }
    return before;
  }
}
