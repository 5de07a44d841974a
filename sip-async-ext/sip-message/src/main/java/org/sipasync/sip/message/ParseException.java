package org.sipasync.sip.message;

/**
 * Refusal of a message or of one header: carries the status code and a reason phrase that names the
 * header. Has no stack trace, so that hostile input costs nothing more than its bytes.
 */
public final class ParseException extends Exception {
  private final int status;
  private final transient SipRequest request;

  public ParseException(int status, String reason) {
    this(status, reason, null);
  }

  ParseException(int status, String reason, SipRequest request) {
    super(reason, null, false, false);
    this.status = status;
    this.request = request;
  }

  /** The same refusal with what it can be answered from. */
  ParseException of(SipRequest request) {
    return new ParseException(status, reason(), request);
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

  /** Status code of the response: 400, 413, 414, 416, 501, 505 or 513. */
  public int status() {
    return status;
  }

  /** Reason phrase, fixed text of this module: never holds bytes of the message. */
  public String reason() {
    return getMessage();
  }

  /**
   * The readable part of the refused request, to build the response from ({@link
   * SipRequest#response}); null if it cannot be answered (a response, an ACK, no usable Via).
   */
  public SipRequest request() {
    return request;
  }
}
