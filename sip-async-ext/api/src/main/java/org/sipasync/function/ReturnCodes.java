package org.sipasync.function;

/**
 * Return codes with the same meaning for every function (rule A5). A function documents its own
 * codes separately; success is always positive, failure always negative, and zero is never used.
 */
public final class ReturnCodes {
  /** The operation succeeded. */
  public static final int OK = 1;

  /** The operation failed; the result has the cause. */
  public static final int ERROR = -1;

  /** Connecting to the peer timed out. */
  public static final int CONNECT_TIMEOUT = -2;

  /** The deadline passed before the operation finished (rule A9). */
  public static final int DEADLINE = -3;

  /** A limit was reached, so the operation was not started (rule A12). */
  public static final int SHED = -4;

  /** The application or the server is stopping (rule L7). */
  public static final int SHUTDOWN = -5;

  /** An open circuit breaker refused the operation. */
  public static final int BREAKER_OPEN = -6;

  /** An operator cancelled the operation (rule V2). */
  public static final int CANCELLED = -7;

  /** The node that ran the operation is gone. */
  public static final int NODE_LOST = -8;

  /**
   * The peer has nothing to return: an empty result, an unknown key or name. Retrying would not
   * help.
   */
  public static final int NOTHING_FOUND = -9;

  /** The peer rejected the request, such as a wrong password. Retrying would not help. */
  public static final int REJECTED = -10;

  private ReturnCodes() {}
}
