package org.sipasync.container.dispatch;

/**
 * A request cannot be sent since another one of its dialog is open (RFC 3261 14.1, RFC 3311 5.1). A
 * received request whose handler fails by it is answered 491, so that its sender comes again later.
 */
public final class GlareException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  GlareException(String message) {
    super(message);
  }

  /** Status for a request whose handler has failed: 491 for glare, else 500. */
  public static int status(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof GlareException) {
        return 491;
      }
    }
    return 500;
  }
}
