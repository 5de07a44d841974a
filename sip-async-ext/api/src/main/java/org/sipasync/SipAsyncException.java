package org.sipasync;

/**
 * A numbered error in the use, configuration or deployment of sip-async. Its message states thing,
 * cause and remedy.
 */
public class SipAsyncException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  SipAsyncException(Problem problem, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  /** Returns the numbered error; never null. */
  public Problem problem() {
    return problem;
  }
}
