package org.sipasync.function;

/**
 * Return codes that mean the same for every function (rule A5). A function documents its own beside
 * these; success is always above zero, failure always below, and zero is never used.
 */
public final class ReturnCodes {
  /** The operation succeeded. */
  public static final int OK = 1;

  /** The operation failed; the cause is beside the code. */
  public static final int ERROR = -1;

  /** The peer could not be reached in time; for SQL: the result is empty. */
  public static final int CONNECT_TIMEOUT = -2;

  /** The deadline passed before the operation finished (rule A9). */
  public static final int DEADLINE = -3;

  /** Too many operations are in flight: this one was not started (rule A12). */
  public static final int SHED = -4;

  /** The application or the server is stopping (rule L7). */
  public static final int SHUTDOWN = -5;

  /** An operator has cancelled the operation (rule V2); -6 is a circuit breaker's. */
  public static final int CANCELLED = -7;

  private ReturnCodes() {}
}
