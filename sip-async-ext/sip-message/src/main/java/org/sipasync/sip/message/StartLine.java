package org.sipasync.sip.message;

/** Parser of Request-Line and Status-Line. Allows single spaces only. */
final class StartLine {
  private final byte[] data;
  private final int start;
  private final int end;
  private final Cursor in;
  private ParseException refusal;

  /**
   * @param in reads the Request-URI
   */
  StartLine(byte[] data, int start, int end, Cursor in) {
    this.data = data;
    this.start = start;
    this.end = end;
    this.in = in;
  }

  /** Returns the refusal; null if the line is well-formed. */
  ParseException refusal() {
    return refusal;
  }

  /** Builds the message; null if the line is not SIP and there is nothing to answer. */
  SipMessage read(Fields fields) {
    return isResponse() ? response(fields) : request(fields);
  }

  private boolean isResponse() {
    return end - start > 4 && Ascii.same(data, start, start + 4, "SIP/");
  }

  private SipResponse response(Fields fields) {
    if (end - start > Limits.HEADER_LINE) return null;
    boolean version = end - start >= 11 && Ascii.same(data, start, start + 8, "SIP/2.0 ");
    int status = version ? status(start + 8) : -1;
    boolean ends = version && (end == start + 11 || data[start + 11] == ' ');
    if (status < 100 || status > 699 || !ends) return null;
    String reason = end > start + 12 ? Ascii.text(data, start + 12, end) : "";
    return new SipResponse(fields, status, reason);
  }

  private int status(int from) {
    int value = 0;
    for (int i = from; i < from + 3; i++) {
      if (!Ascii.digit(data[i])) return -1;
      value = value * 10 + data[i] - '0';
    }
    return value;
  }

  private SipRequest request(Fields fields) {
    int space = start;
    while (space < end && Ascii.token(data[space])) space++;
    if (space == start || space == end || data[space] != ' ') return null;
    int uriEnd = space + 1;
    while (uriEnd < end && data[uriEnd] != ' ') uriEnd++;
    if (uriEnd == end) return null;
    if (end - start > Limits.HEADER_LINE) refusal = new ParseException(414, "Request-URI Too Long");
    if (refusal == null) version(uriEnd + 1);
    if (refusal == null) uri(space + 1, uriEnd);
    return new SipRequest(fields, Method.of(data, start, space), space + 1, uriEnd);
  }

  private void version(int from) {
    if (Ascii.same(data, from, end, "SIP/2.0")) return;
    boolean other = end - from > 4 && Ascii.same(data, from, from + 4, "SIP/");
    for (int i = from + 4; i < end && other; i++) other = Ascii.digit(data[i]) || data[i] == '.';
    refusal =
        other
            ? new ParseException(505, "Version Not Supported")
            : new ParseException(400, "Bad Request-Line");
  }

  private void uri(int from, int to) {
    in.aim(data, from, to, "Request-URI");
    try {
      int colon = UriSyntax.scheme(in);
      if (!UriSyntax.supported(data, from, colon))
        throw new ParseException(416, "Unsupported URI Scheme");
      UriSyntax.check(in);
      // sip URIs end here at their headers, which a Request-URI must not have (19.1.1)
      if (UriSyntax.isSip(data, from, colon) && !in.done()) throw in.bad();
    } catch (ParseException e) {
      refusal = e;
    }
  }
}
