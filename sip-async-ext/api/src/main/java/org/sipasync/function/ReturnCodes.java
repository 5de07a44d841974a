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

  /** The peer could not be reached in time. */
  public static final int CONNECT_TIMEOUT = -2;

  /** The deadline passed before the operation finished (rule A9). */
  public static final int DEADLINE = -3;

  /** Too many operations are in flight: this one was not started (rule A12). */
  public static final int SHED = -4;

  /** The application or the server is stopping (rule L7). */
  public static final int SHUTDOWN = -5;

  /** An open circuit breaker refused the operation. */
  public static final int BREAKER_OPEN = -6;

  /** An operator has cancelled the operation (rule V2). */
  public static final int CANCELLED = -7;

  /** The node that ran the operation is gone. */
  public static final int NODE_LOST = -8;

  /**
   * The peer answered, and has nothing to offer: an empty result, a key or a name that does not
   * exist. Asking again would not help.
   */
  public static final int NOTHING_FOUND = -9;

  /** The peer answered, and refuses: a wrong password. Asking again would not help. */
  public static final int REJECTED = -10;

  private ReturnCodes() {}
}
