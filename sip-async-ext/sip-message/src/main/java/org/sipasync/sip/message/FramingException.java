package org.sipasync.sip.message;

/** The stream's next message boundary cannot be found: the connection must be closed. */
public final class FramingException extends Exception {
  /** Cause of the loss. */
  public enum Kind {
    /** Headers without end in 64 KB, or a body beyond it. */
    TOO_LARGE,
    /** Content-Length is no number, or there are several. */
    BAD_CONTENT_LENGTH,
    /** A line that is no header, or a line end that is not CRLF. */
    BAD_HEADER,
    /** Bytes that are no SIP: control characters where a message should begin. */
    NOT_SIP
  }

  private final Kind kind;
  private final transient ParseException refusal;

  FramingException(Kind kind, ParseException refusal) {
    super(refusal == null ? kind.name() : refusal.reason(), null, false, false);
    this.kind = kind;
    this.refusal = refusal;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * Answer to send before the connection is closed, made of the headers that have arrived; null if
   * there is nobody to answer. Its request is never null.
   */
  public ParseException refusal() {
    return refusal == null || refusal.request() == null ? null : refusal;
  }
}
