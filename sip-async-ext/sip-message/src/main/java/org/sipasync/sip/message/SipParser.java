package org.sipasync.sip.message;

import java.util.Arrays;

/**
 * Parses one message in one pass: indexes its headers and checks what the transaction layer needs.
 * Takes time linear in the message's size, which {@link Limits} bounds. Refuses a message by a
 * {@link MessageRefusal} that holds the request to answer. Thread-safe: each call has its own
 * state.
 */
public final class SipParser {
  private final byte[] data;
  private final int end;
  private final Fields fields;
  private final Cursor in = new Cursor(null, 0, 0, "");
  private int pos;
  private ParseException refusal;
  private SipMessage message;
  private boolean topViaLost;
  private int seen;

  private SipParser(byte[] data, int start, int end) {
    this.data = data;
    this.pos = start;
    this.end = end;
    this.fields = new Fields(data, 14);
    fields.spareFrom(end);
  }

  private SipParser(byte[] data) {
    this(data, 0, data.length);
  }

  public static SipMessage parse(byte[] data) throws MessageRefusal {
    return parse(data, 0, data.length);
  }

  /**
   * Parses a datagram or a framed message. The message owns the whole array from now on: {@link
   * SipRequest#receivedFrom} writes behind the message if there is room. Bytes after the body are
   * ignored; without Content-Length the body extends to the end.
   *
   * @throws MessageRefusal if the message is malformed or exceeds a limit
   */
  public static SipMessage parse(byte[] data, int offset, int length) throws MessageRefusal {
    java.util.Objects.checkFromIndexSize(offset, length, data.length);
    boolean large = data.length > Fields.MAX_DATA;
    SipParser parser =
        large
            ? new SipParser(part(data, offset, length))
            : new SipParser(data, offset, offset + length);
    parser.run();
    return parser.message;
  }

  /** Copies at most one byte more than the limit, enough for a longer message to be refused. */
  private static byte[] part(byte[] data, int offset, int length) {
    int end = offset + Math.min(length, Limits.MESSAGE + 1);
    return Arrays.copyOfRange(data, offset, end);
  }

  /** Adds the request to answer to a refusal, built from headers that may be incomplete. */
  static MessageRefusal salvage(byte[] data, int length, ParseException cause) {
    SipParser parser = new SipParser(data, 0, length);
    parser.refuse(cause);
    parser.read();
    return parser.refused();
  }

  private void run() throws MessageRefusal {
    if (end - pos > Limits.MESSAGE) refuse(new ParseException(513, "Message Too Large"));
    read();
    if (refusal == null) check();
    if (refusal != null) throw refused();
  }

  private void read() {
    while (pos + 1 < end && data[pos] == '\r' && data[pos + 1] == '\n') pos += 2;
    startLine();
    if (message != null) headers();
  }

  private MessageRefusal refused() {
    boolean isLost = message == null || topViaLost;
    return new MessageRefusal(refusal, isLost ? null : Salvage.of(message));
  }

  private void refuse(ParseException cause) {
    if (refusal == null) refusal = cause;
  }

  private void check() {
    try {
      new Essentials(message, in).check();
      body();
    } catch (ParseException e) {
      refuse(e);
    }
  }

  private void startLine() {
    int stop = lineEnd(pos);
    if (stop >= 0) {
      StartLine line = new StartLine(data, pos, stop, in);
      message = line.read(fields);
      if (line.refusal() != null) refuse(line.refusal());
    }
    if (message == null) refuse(new ParseException(400, "Bad Start Line"));
    pos = stop + 2;
  }

  /**
   * Returns the end of a line, before CRLF; -1 if it does not end or contains control characters.
   */
  private int lineEnd(int from) {
    for (int i = from; i < end; i++) {
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
  }

  /** Indexes one field; false if the rest cannot be parsed. */
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
    int id = HeaderName.idOf(data, nameStart, nameEnd);
    if (!named || !clean) {
      topViaLost |= id == HeaderName.VIA.id() && fields.find(HeaderName.VIA, 0) < 0;
      return true;
    }
    int valueEnd = pos - 2;
    while (valueStart < valueEnd && Ascii.lws(data[valueStart])) valueStart++;
    while (valueEnd > valueStart && Ascii.lws(data[valueEnd - 1])) valueEnd--;
    if (HeaderName.single(id)) once(id);
    fields.append(id, nameStart, valueStart, valueEnd);
    return true;
  }

  private void once(int id) {
    if ((seen & 1 << id) != 0) refuse(ParseException.duplicate(HeaderName.ofId(id)));
    seen |= 1 << id;
  }

  /** Advances past the field's line end, to -1 if there is none; false if the field is refused. */
  private boolean value(int from) {
    boolean clean = true;
    for (int i = pos; i < end; i++) {
      byte b = data[i];
      if (Ascii.plain(b)) continue;
      boolean lineEnd = b == '\r' && i + 1 < end && data[i + 1] == '\n';
      boolean folded = lineEnd && i + 2 < end && (data[i + 2] == ' ' || data[i + 2] == '\t');
      boolean quotes = b == '\\' && i + 1 < end && Ascii.allowed(data[i + 1], true);
      if (folded || quotes) {
        i++;
      } else if (lineEnd) {
        pos = i + 2;
        return clean && shortEnough(from);
      } else if (b != '\\') {
        clean = false;
        refuse(new ParseException(400, "Control Character in Header"));
      }
    }
    pos = -1;
    refuse(new ParseException(400, "Headers Do Not End"));
    return false;
  }

  private boolean shortEnough(int from) {
    if (pos - from <= Limits.HEADER_LINE) return true;
    refuse(new ParseException(400, "Header Too Long"));
    return false;
  }

  private void body() throws ParseException {
    int i = fields.find(HeaderName.CONTENT_LENGTH, 0);
    int stop = end;
    if (i >= 0) {
      fields.aim(in, i, HeaderName.CONTENT_LENGTH);
      long length = in.number(Integer.MAX_VALUE);
      in.expectEnd();
      if (length > end - pos) throw new ParseException(400, "Content-Length Exceeds Message");
      stop = pos + (int) length;
    }
    message.body(pos, stop);
  }
}
