package org.sipasync.sip.message;

/**
 * Refusal of a header or of a whole message, with the status code and a reason phrase that names
 * the header. Has no stack trace, which would make hostile input expensive.
 */
public class ParseException extends Exception {
  private final int status;

  public ParseException(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  static ParseException bad(String name) {
    return new ParseException(400, "Bad " + name);
  }

  static ParseException duplicate(HeaderName name) {
    return new ParseException(400, "Duplicate " + name);
  }

  static ParseException tooManyParameters(String name) {
    return new ParseException(400, "Too Many Parameters in " + name);
  }

  /** Returns the status code of the response: 400, 413, 414, 416, 501, 505 or 513. */
  public int status() {
    return status;
  }

  /** Returns the reason phrase, a constant that contains no bytes of the message. */
  public String reason() {
    return getMessage();
  }
}
