package org.sipasync.sip.message;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds message boundaries in a stream by Content-Length (RFC 3261 18.3) and keep-alives (RFC 5626
 * 4.4.1). Buffers at most one message of {@link Limits#MESSAGE}; each byte is looked at once,
 * however the stream is cut. One object per connection; not thread-safe; of no use after an error.
 */
public final class StreamFraming {
  /** Receives what was found, in order, on the caller's thread. */
  public interface Listener {
    /** One message, not parsed yet; the array is the listener's. */
    void message(byte[] data);

    /** CRLF CRLF between messages: answer with one CRLF. */
    void ping();

    /** A single CRLF between messages: the answer to a ping, or padding. */
    void pong();
  }

  private static final byte[] NOTHING = {};
  private static final int UNKNOWN = -1;

  private final Listener listener;
  private byte[] buffer = NOTHING;
  private int size;
  private int lineStart;
  private int total = UNKNOWN;
  private int lengthStart = UNKNOWN;
  private int lengthEnd;
  private int lineEnds;

  public StreamFraming(Listener listener) {
    this.listener = listener;
  }

  /** Tells whether a message has begun and not ended: the caller bounds that time. */
  public boolean inMessage() {
    return size > 0;
  }

  /** Bytes held. */
  public int buffered() {
    return size;
  }

  /**
   * Takes all bytes of the buffer.
   *
   * @throws FramingException if the next boundary cannot be found; nothing more can be read then
   */
  public void feed(ByteBuffer in) throws FramingException {
    while (in.hasRemaining()) {
      if (total != UNKNOWN) takeBody(in);
      else if (size == 0) between(in);
      else takeHead(in);
    }
    if (size == 0 && lineEnds == 2) flushLineEnds();
  }

  /** Line ends before a message; a CRLF at the end of what was read may become a ping yet. */
  private void between(ByteBuffer in) throws FramingException {
    byte b = in.get();
    if (b == (lineEnds % 2 == 0 ? '\r' : '\n')) {
      if (++lineEnds == 4) {
        lineEnds = 0;
        listener.ping();
      }
      return;
    }
    if (lineEnds % 2 != 0 || b < ' ') throw lost(FramingException.Kind.NOT_SIP);
    flushLineEnds();
    append(b);
  }

  private void flushLineEnds() {
    lineEnds = 0;
    listener.pong();
  }

  private void takeHead(ByteBuffer in) throws FramingException {
    while (in.hasRemaining()) {
      append(in.get());
      if (buffer[size - 1] != '\n' || size < 2 || buffer[size - 2] != '\r') continue;
      if (line()) return;
    }
  }

  /** Looks at the line that has ended; true if it was the empty one. */
  private boolean line() throws FramingException {
    int stop = size - 2;
    boolean folded = stop > lineStart && (buffer[lineStart] == ' ' || buffer[lineStart] == '\t');
    if (folded) {
      if (lengthEnd == lineStart) lengthEnd = size;
    } else if (stop > lineStart) {
      header(stop);
    } else {
      headEnds();
      return true;
    }
    lineStart = size;
    return false;
  }

  private void header(int stop) throws FramingException {
    int nameEnd = lineStart;
    while (nameEnd < stop && Ascii.token(buffer[nameEnd])) nameEnd++;
    int colon = nameEnd;
    while (colon < stop && Ascii.lws(buffer[colon])) colon++;
    if (colon == stop || buffer[colon] != ':') return;
    if (HeaderName.idOf(buffer, lineStart, nameEnd) != HeaderName.CONTENT_LENGTH.id()) return;
    if (lengthStart != UNKNOWN) throw lost(FramingException.Kind.BAD_CONTENT_LENGTH);
    lengthStart = colon + 1;
    lengthEnd = size;
  }

  private void headEnds() throws FramingException {
    long body = 0;
    if (lengthStart != UNKNOWN) {
      Cursor in = new Cursor(buffer, lengthStart, lengthEnd, "Content-Length").lws();
      try {
        body = in.number(Integer.MAX_VALUE);
        in.expectEnd();
      } catch (ParseException e) {
        throw lost(FramingException.Kind.BAD_CONTENT_LENGTH);
      }
    }
    if (size + body > Limits.MESSAGE) throw lost(FramingException.Kind.TOO_LARGE);
    total = size + (int) body;
    if (size == total) deliver();
  }

  private void takeBody(ByteBuffer in) {
    int bytes = Math.min(in.remaining(), total - size);
    room(bytes);
    in.get(buffer, size, bytes);
    size += bytes;
    if (size == total) deliver();
  }

  private void deliver() {
    byte[] message = Arrays.copyOf(buffer, size);
    size = 0;
    lineStart = 0;
    total = UNKNOWN;
    lengthStart = UNKNOWN;
    lengthEnd = 0;
    buffer = NOTHING;
    listener.message(message);
  }

  private void append(byte b) throws FramingException {
    if (size == Limits.MESSAGE) throw lost(FramingException.Kind.TOO_LARGE);
    room(1);
    buffer[size++] = b;
  }

  /** Grows by doubling: a peer that has sent little holds little. */
  private void room(int bytes) {
    if (size + bytes > buffer.length)
      buffer = Arrays.copyOf(buffer, Math.max(512, Math.max(buffer.length * 2, size + bytes)));
  }

  private FramingException lost(FramingException.Kind kind) {
    boolean complete = size > 3 && buffer[size - 1] == '\n' && buffer[size - 3] == '\n';
    return new FramingException(kind, complete ? Arrays.copyOf(buffer, size) : NOTHING);
  }
}
