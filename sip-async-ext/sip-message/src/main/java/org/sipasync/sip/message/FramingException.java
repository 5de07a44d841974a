package org.sipasync.sip.message;

/** Failure to find the next message boundary in a stream; the connection must be closed. */
public final class FramingException extends Exception {
  /** Cause of the failure. */
  public enum Kind {
    /** Headers, or headers and body, longer than 64 KB. */
    TOO_LARGE,
    /** Content-Length that is not a number, or occurs more than once. */
    BAD_CONTENT_LENGTH,
    /** A line that is not a header, or does not end with CRLF. */
    BAD_HEADER,
    /** Bytes that are not SIP: control characters where a message should begin. */
    NOT_SIP
  }

  private final Kind kind;
  private final transient MessageRefusal refusal;

  FramingException(Kind kind, MessageRefusal refusal) {
    super(refusal == null ? kind.name() : refusal.reason(), null, false, false);
    this.kind = kind;
    this.refusal = refusal;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * Returns the refusal to send before closing the connection, built from the headers received so
   * far; null if there is nobody to answer. Its request is never null.
   */
  public MessageRefusal refusal() {
    return refusal == null || refusal.request() == null ? null : refusal;
  }
}
