package org.sipasync;

/**
 * A numbered mistake in the use, the configuration or the deployment of sip-async: its message says
 * what was wrong with what, and what to do.
 */
public class SipAsyncException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  SipAsyncException(Problem problem, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  /** Which mistake it is; never null. */
  public Problem problem() {
    return problem;
  }
}
