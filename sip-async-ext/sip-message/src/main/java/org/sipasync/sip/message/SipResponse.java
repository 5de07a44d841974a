package org.sipasync.sip.message;

/** Response. Not thread-safe. */
public final class SipResponse extends SipMessage {
  private final int status;
  private final String reason;

  SipResponse(Fields fields, int status, String reason) {
    super(fields);
    checkStartLine(status, reason);
    this.status = status;
    this.reason = reason;
  }

  static void checkStartLine(int status, String reason) {
    if (status < 100 || status > 699)
      throw new IllegalArgumentException("Status " + status + "; give 100 to 699");
    Ascii.line(reason, "reason phrase");
  }

  public int status() {
    return status;
  }

  public String reason() {
    return reason;
  }

  /** Returns a copy with another status and the RFC's reason phrase; the body is shared. */
  public SipResponse withStatus(int status) {
    return withStatus(status, ReasonPhrases.of(status));
  }

  /** Returns a copy with another status; the body is shared. */
  public SipResponse withStatus(int status, String reason) {
    SipResponse copy = new SipResponse(fields.copy(), status, reason);
    copy.shareBody(this);
    return copy;
  }

  /** Adds a tag to To unless it has one. */
  public void toTag(String tag) {
    if (!Ascii.isToken(tag)) throw new IllegalArgumentException("Tag is no token");
    if (hasToTag()) return;
    int i = fields.find(HeaderName.TO, 0);
    String value = fields.value(i);
    fields.delete(i);
    fields.insert(i, HeaderName.TO, value + ";tag=" + tag);
    hasToTag(true);
  }

  @Override
  public String startLine() {
    return "SIP/2.0 " + status + " " + reason;
  }

  @Override
  int startLineLength() {
    return 12 + reason.length();
  }

  @Override
  void writeStartLine(MessageWriter out) {
    out.statusLine(status, reason);
  }
}
