package org.sipasync.sip.message;

/**
 * Refusal of a message or of one header, with the status code and a reason phrase that names the
 * header. Has no stack trace, which would make hostile input expensive.
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

  /** Returns this refusal with the request to answer. */
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

  /** Returns the status code of the response: 400, 413, 414, 416, 501, 505 or 513. */
  public int status() {
    return status;
  }

  /** Returns the reason phrase, a constant that contains no bytes of the message. */
  public String reason() {
    return getMessage();
  }

  /**
   * Returns the readable part of the refused request, to build the response from ({@link
   * SipRequest#response}); null if it cannot be answered (a response, an ACK, no usable Via).
   */
  public SipRequest request() {
    return request;
  }
}
