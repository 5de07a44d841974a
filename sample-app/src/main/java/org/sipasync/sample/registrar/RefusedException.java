package org.sipasync.sample.registrar;

/** Why a REGISTER changes nothing, as it is answered. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status of the response
   * @param reason a text of ours, nothing that was received
   */
  public RefusedException(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  /** The response's status. */
  public int status() {
    return status;
  }
}
