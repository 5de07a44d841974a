package org.sipasync.sample.registrar;

/** Refusal of a REGISTER, which then changes nothing: status and reason of the response. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status status of the response
   * @param reason a constant text, never received data
   */
  public RefusedException(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  /** Returns the response's status. */
  public int status() {
    return status;
  }
}
