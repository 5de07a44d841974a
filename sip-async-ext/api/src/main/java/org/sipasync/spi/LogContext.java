package org.sipasync.spi;

import java.util.Optional;

/**
 * SIP context of a thread, for formatters, filters and appenders of logs.
 *
 * <p>Set while a handler, a route or a blocking function of a SIP application runs on the calling
 * thread; kept across suspensions. Texts may be untrusted: the Call-ID is whatever the caller has
 * sent.
 *
 * @param application the application's name
 * @param callId Call-ID of the current message; "none" without one
 * @param route name of the route, or of the servlet in a handler
 */
public record LogContext(String application, String callId, String route) {
  private static final ThreadLocal<LogContext> CURRENT = new ThreadLocal<>();

  /** Returns the calling thread's context; empty outside SIP applications. */
  public static Optional<LogContext> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /**
   * Sets the calling thread's context; for the engine.
   *
   * @param next the new context; null for none
   * @return the previous context, to be restored afterwards; may be null
   */
  public static LogContext set(LogContext next) {
    LogContext before = CURRENT.get();
    CURRENT.set(next);
    return before;
  }
}
