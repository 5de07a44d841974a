package org.sipasync.sip.message;

/**
 * Parses one message in one pass: indexes its headers and checks what the transaction layer needs.
 * Linear in the message's size, bounded by {@link Limits}; a refusal is a {@link ParseException}
 * that carries what can be answered. Thread-safe: each call has its own state.
 */
public final class SipParser {
  private static final HeaderName[] SINGLE = {
    HeaderName.FROM,
    HeaderName.TO,
    HeaderName.CALL_ID,
    HeaderName.CSEQ,
    HeaderName.CONTENT_LENGTH,
    HeaderName.MAX_FORWARDS
  };

  private final byte[] data;
  private final int end;
  private final Fields fields;
  private int pos;
  private ParseException refusal;
  private SipMessage message;

  private SipParser(byte[] data, int start, int end) {
    this.data = data;
    this.pos = start;
    this.end = end;
    this.fields = new Fields(data, 14);
  }

  public static SipMessage parse(byte[] data) throws ParseException {
    return parse(data, 0, data.length);
  }

  /**
   * Parses a datagram or a framed message; the array belongs to the message from now on. Bytes
   * after the body are ignored; without Content-Length the body goes to the end.
   *
   * @throws ParseException if the message is refused
   */
  public static SipMessage parse(byte[] data, int offset, int length) throws ParseException {
    java.util.Objects.checkFromIndexSize(offset, length, data.length);
    SipParser parser = new SipParser(data, offset, offset + length);
    parser.run();
    return parser.message;
  }

  private void run() throws ParseException {
    if (end - pos > Limits.MESSAGE) refuse(new ParseException(513, "Message Too Large"));
    while (pos + 1 < end && data[pos] == '\r' && data[pos + 1] == '\n') pos += 2;
    startLine();
    if (message == null) throw refusal;
    headers();
    if (refusal == null) check();
    if (refusal == null) return;
    throw new ParseException(refusal.status(), refusal.reason(), Salvage.of(message));
  }

  private void refuse(ParseException cause) {
    if (refusal == null) refusal = cause;
  }

  private void check() {
    try {
      Essentials.check(message);
      body();
    } catch (ParseException e) {
      refuse(e);
    }
  }

  private void startLine() {
    int stop = lineEnd(pos);
    if (stop < 0) {
      refuse(new ParseException(400, "Bad Start Line"));
      return;
    }
    StartLine line = new StartLine(data, pos, stop);
    message = line.read(fields);
    if (line.refusal() != null) refuse(line.refusal());
    if (message == null && refusal == null) refuse(new ParseException(400, "Bad Start Line"));
    pos = stop + 2;
  }

  /** End of one line without CRLF; -1 if it does not end, is too long or has control characters. */
  private int lineEnd(int from) {
    int limit = Math.min(end, from + Limits.HEADER_LINE);
    for (int i = from; i < limit; i++) {
      if (data[i] >= ' ' || data[i] < 0) continue;
      return data[i] == '\r' && i + 1 < end && data[i + 1] == '\n' ? i : -1;
    }
    return -1;
  }

  private void headers() {
    while (true) {
      if (pos + 1 < end && data[pos] == '\r' && data[pos + 1] == '\n') break;
      if (pos >= end) {
        refuse(new ParseException(400, "Headers Do Not End"));
        return;
      }
      if (fields.count() == Limits.HEADERS) {
        refuse(new ParseException(400, "Too Many Headers"));
        return;
      }
      if (!header()) return;
    }
    pos += 2;
    for (HeaderName name : SINGLE) {
      int first = fields.find(name, 0);
      if (first >= 0 && fields.find(name, first + 1) >= 0)
        refuse(new ParseException(400, "Duplicate " + name));
    }
  }

  /** Indexes one field; false if what follows cannot be read. */
  private boolean header() {
    int nameStart = pos;
    while (pos < end && Ascii.token(data[pos])) pos++;
    int nameEnd = pos;
    while (pos < end && (data[pos] == ' ' || data[pos] == '\t')) pos++;
    boolean named = nameEnd > nameStart && pos < end && data[pos] == ':';
    if (!named) refuse(new ParseException(400, "Bad Header Name"));
    int valueStart = named ? pos + 1 : pos;
    boolean clean = value(nameStart);
    if (pos < 0) return false;
    if (!named || !clean) return true;
    int valueEnd = pos - 2;
    while (valueStart < valueEnd && Ascii.lws(data[valueStart])) valueStart++;
    while (valueEnd > valueStart && Ascii.lws(data[valueEnd - 1])) valueEnd--;
    fields.append(HeaderName.idOf(data, nameStart, nameEnd), nameStart, valueStart, valueEnd);
    return true;
  }

  /** Moves behind the field's line end; -1 if there is none in bounds. False if it is not clean. */
  private boolean value(int from) {
    boolean clean = true;
    int limit = Math.min(end, from + Limits.HEADER_LINE);
    for (int i = pos; i < limit; i++) {
      byte b = data[i];
      if (b >= ' ' && b != 127 || b < 0 || b == '\t') continue;
      if (b == '\r' && i + 1 < end && data[i + 1] == '\n') {
        if (i + 2 < end && (data[i + 2] == ' ' || data[i + 2] == '\t')) {
          i++;
          continue;
        }
        pos = i + 2;
        return clean;
      }
      if (data[i - 1] != '\\' || b == '\n' || b == '\r') {
        clean = false;
        refuse(new ParseException(400, "Control Character in Header"));
      }
    }
    pos = -1;
    refuse(new ParseException(400, limit == end ? "Headers Do Not End" : "Header Too Long"));
    return false;
  }

  private void body() throws ParseException {
    int i = fields.find(HeaderName.CONTENT_LENGTH, 0);
    int stop = end;
    if (i >= 0) {
      Cursor in = fields.cursor(i, HeaderName.CONTENT_LENGTH);
      long length = in.number(Integer.MAX_VALUE);
      in.expectEnd();
      if (length > end - pos) throw new ParseException(400, "Content-Length Exceeds Message");
      stop = pos + (int) length;
    }
    message.body(pos, stop);
  }
}
