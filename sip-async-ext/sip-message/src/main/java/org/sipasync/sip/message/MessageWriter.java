package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Writes a message: ranges are copied, added texts encoded, Content-Length computed. */
final class MessageWriter {
  private static final byte[] SEPARATOR = {':', ' '};
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] CONTENT_LENGTH = "Content-Length: ".getBytes(ISO_8859_1);

  private byte[] out;
  private int size;

  private MessageWriter(int expected) {
    out = new byte[expected];
  }

  static byte[] write(SipMessage message) {
    MessageWriter writer = new MessageWriter(estimate(message));
    message.writeStartLine(writer);
    writer.bytes(CRLF);
    writer.fields(message.fields, message.form());
    writer.bytes(CONTENT_LENGTH);
    writer.number(message.bodyLength());
    writer.bytes(CRLF);
    writer.bytes(CRLF);
    message.writeBody(writer);
    return writer.size == writer.out.length ? writer.out : Arrays.copyOf(writer.out, writer.size);
  }

  private static int estimate(SipMessage message) {
    Fields fields = message.fields;
    int digits = String.valueOf(message.bodyLength()).length();
    int bytes =
        message.startLineLength() + CONTENT_LENGTH.length + digits + 6 + message.bodyLength();
    for (int i = 0; i < fields.count(); i++) {
      if (fields.id(i) == HeaderName.CONTENT_LENGTH.id()) continue;
      Fields.Added text = fields.added(i);
      bytes +=
          text != null
              ? text.name().toString().length() + text.value().length() + 4
              : fields.nameEnd(i)
                  - fields.nameStart(i)
                  + fields.valueEnd(i)
                  - fields.valueStart(i)
                  + 4;
    }
    return bytes;
  }

  private void fields(Fields fields, SipMessage.Form form) {
    int contentLength = HeaderName.CONTENT_LENGTH.id();
    for (int i = 0; i < fields.count(); i++) {
      if (fields.id(i) == contentLength) continue;
      Fields.Added text = fields.added(i);
      name(fields, i, form);
      bytes(SEPARATOR);
      if (text != null) {
        text(text.value());
      } else {
        bytes(fields.data, fields.valueStart(i), fields.valueEnd(i));
      }
      bytes(CRLF);
    }
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
