package org.sipasync.sip.message;

/** The stream's next message boundary cannot be found: the connection must be closed. */
public final class FramingException extends Exception {
  /** Cause of the loss. */
  public enum Kind {
    /** Headers without end in 64 KB, or a body beyond it. */
    TOO_LARGE,
    /** Content-Length is no number, or there are several. */
    BAD_CONTENT_LENGTH,
    /** Bytes that are no SIP: control characters before a line end. */
    NOT_SIP
  }

  private final Kind kind;
  private final transient byte[] head;

  FramingException(Kind kind, byte[] head) {
    super(kind.name(), null, false, false);
    this.kind = kind;
    this.head = head;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * The headers as they came, to answer from by {@link SipParser}; empty if they were not complete.
   */
  public byte[] head() {
    return head.clone();
  }
}
