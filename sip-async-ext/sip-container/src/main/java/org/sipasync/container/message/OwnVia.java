package org.sipasync.container.message;

import javax.servlet.sip.Parameterable;
import org.sipasync.sip.message.Parameters;

/**
 * Via of a request made here: a system header (JSR 289 5.4.2), which the container writes when it
 * knows the way. Applications ported from other containers set its "rport" (RFC 3581), which it has
 * anyway.
 */
final class OwnVia implements ValueOwner {
  private final String message;

  private OwnVia(String message) {
    this.message = message;
  }

  /**
   * Returns the Via as a parameterable.
   *
   * @param value null if it is not known
   * @param message name of the request
   */
  static Parameterable of(String value, String message) {
    Parameters rport = Parameters.NONE.with("rport", null);
    return value == null ? null : new ParameterableFacade(value, rport, new OwnVia(message));
  }

  @Override
  public void check(Part part, String parameter) {
    if (part != Part.PARAMETER || !"rport".equalsIgnoreCase(parameter)) {
      throw new IllegalStateException("Via is a system header of " + message);
    }
  }

  @Override
  public void changed() {}
}
