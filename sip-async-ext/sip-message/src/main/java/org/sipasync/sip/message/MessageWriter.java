package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Writes a message: ranges are copied, added texts encoded, Content-Length computed. */
final class MessageWriter {
  private static final byte[] SEPARATOR = {':', ' '};
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] CONTENT_LENGTH = "Content-Length: ".getBytes(ISO_8859_1);
  private static final byte[] TAG = ";tag=".getBytes(ISO_8859_1);

  private byte[] out;
  private int size;

  private MessageWriter(int expected) {
    out = new byte[expected];
  }

  static byte[] write(SipMessage message) {
    MessageWriter writer = new MessageWriter(estimate(message));
    message.writeStartLine(writer);
    writer.bytes(CRLF);
    Fields fields = message.fields;
    for (int i = 0; i < fields.count(); i++) {
      if (fields.id(i) == HeaderName.CONTENT_LENGTH.id()) continue;
      writer.field(fields, i, message.form());
      writer.bytes(CRLF);
    }
    writer.end(message.bodyLength());
    message.writeBody(writer);
    return writer.written();
  }

  static byte[] answer(
      SipRequest request, int status, String reason, String toTag, HeaderLines more) {
    SipResponse.checkStartLine(status, reason);
    int to = toTag == null ? -1 : toField(request, toTag);
    Fields fields = request.fields;
    int size = 12 + reason.length() + more.bytes().length + CONTENT_LENGTH.length + 7;
    for (int i = 0; i < fields.count(); i++)
      if (request.inResponse(i, status)) size += size(fields, i);
    if (to >= 0) size += TAG.length + toTag.length();
    MessageWriter writer = new MessageWriter(size);
    writer.statusLine(status, reason);
    writer.bytes(CRLF);
    for (int i = 0; i < fields.count(); i++) {
      if (!request.inResponse(i, status)) continue;
      writer.field(fields, i, SipMessage.Form.AS_WRITTEN);
      if (i == to) {
        writer.bytes(TAG);
        writer.text(toTag);
      }
      writer.bytes(CRLF);
    }
    writer.bytes(more.bytes());
    writer.end(0);
    return writer.written();
  }

  /** Returns the index of the To field to add the tag to; -1 if it has a tag, or there is no To. */
  private static int toField(SipRequest request, String toTag) {
    if (!Ascii.isToken(toTag)) throw new IllegalArgumentException("Tag is no token");
    return request.hasToTag() ? -1 : request.fields.find(HeaderName.TO, 0);
  }

  static int estimate(SipMessage message) {
    Fields fields = message.fields;
    int digits = digits(message.bodyLength());
    int bytes = message.startLineLength() + CONTENT_LENGTH.length + digits + 6;
    for (int i = 0; i < fields.count(); i++)
      if (fields.id(i) != HeaderName.CONTENT_LENGTH.id()) bytes += size(fields, i);
    return bytes + message.bodyLength();
  }

  private static int digits(int number) {
    int digits = 1;
    for (int rest = number; rest >= 10; rest /= 10) digits++;
    return digits;
  }

  /** Returns the length of a field's line in bytes, exact if an added text is ASCII. */
  private static int size(Fields fields, int i) {
    Fields.Added text = fields.added(i);
    if (text != null) return text.name().toString().length() + text.value().length() + 4;
    int name = fields.nameEnd(i) - fields.nameStart(i);
    return name + fields.valueEnd(i) - fields.valueStart(i) + 4;
  }

  /** Writes name and value without the line end. */
  private void field(Fields fields, int i, SipMessage.Form form) {
    Fields.Added text = fields.added(i);
    name(fields, i, form);
    bytes(SEPARATOR);
    if (text != null) text(text.value());
    else bytes(fields.data, fields.valueStart(i), fields.valueEnd(i));
  }

  void statusLine(int status, String reason) {
    text("SIP/2.0 ");
    number(status);
    text(" ");
    text(reason);
  }

  /** Writes Content-Length and the empty line. */
  private void end(int bodyLength) {
    bytes(CONTENT_LENGTH);
    number(bodyLength);
    bytes(CRLF);
    bytes(CRLF);
  }

  private byte[] written() {
    return size == out.length ? out : Arrays.copyOf(out, size);
  }

  private void name(Fields fields, int i, SipMessage.Form form) {
    boolean received = fields.added(i) == null;
    if (received && form == SipMessage.Form.AS_WRITTEN) {
      bytes(fields.data, fields.nameStart(i), fields.nameEnd(i));
      return;
    }
    HeaderName name = fields.name(i);
    boolean compact = form == SipMessage.Form.COMPACT && name.compact() != null;
    text(compact ? name.compact() : name.toString());
  }

  void bytes(byte[] data) {
    bytes(data, 0, data.length);
  }

  void bytes(byte[] data, int from, int to) {
    room(to - from);
    System.arraycopy(data, from, out, size, to - from);
    size += to - from;
  }

  void text(String text) {
    int length = text.length();
    room(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > 127) {
        bytes(text.substring(i).getBytes(UTF_8));
        return;
      }
      out[size++] = (byte) c;
    }
  }

  void number(int value) {
    if (value >= 10) number(value / 10);
    room(1);
    out[size++] = (byte) ('0' + value % 10);
  }

  private void room(int bytes) {
    if (size + bytes > out.length) out = Arrays.copyOf(out, Math.max(out.length * 2, size + bytes));
  }
}
