package org.sipasync.sip.message;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Splits a stream into messages, by Content-Length (RFC 3261 18.3), and keep-alives (RFC 5626
 * 4.4.1). Buffers at most one message of {@link Limits#MESSAGE}, and scans each byte once, however
 * the stream is cut. One object per connection; not thread-safe; unusable after an error.
 *
 * <p>Ends the stream on whatever leaves a message's end in doubt: a bad or second Content-Length, a
 * line that is not a header, a line end that is not CRLF. Otherwise bytes of a body could become
 * the next request. Other errors are left to {@link SipParser}, and the connection can stay.
 */
public final class StreamFraming {
  /** Receives messages and keep-alives in order, on the caller's thread. */
  public interface Listener {
    /** Receives one message, not parsed yet; the listener owns the array. */
    void message(byte[] data);

    /** Receives a ping, CRLF CRLF between messages; answer with one CRLF. */
    void ping();

    /** Receives a single CRLF between messages: the answer to a ping of ours, or padding. */
    void pong();
  }

  private static final byte[] NOTHING = {};
  private static final int UNKNOWN = -1;

  private final Listener listener;
  private byte[] buffer = NOTHING;
  private int size;
  private int lineStart;
  private int total = UNKNOWN;
  private int lengths;
  private int lengthStart;
  private int lengthEnd;
  private int lineEnds;
  private int awaitedPongs;

  public StreamFraming(Listener listener) {
    this.listener = listener;
  }

  /** Returns true inside a message; the caller must limit that time. */
  public boolean inMessage() {
    return size > 0;
  }

  /** Returns the number of bytes held. */
  public int buffered() {
    return size;
  }

  /** Announces a ping of ours: the next CRLF is its pong, not the first half of a ping. */
  public void expectPong() {
    awaitedPongs++;
  }

  /**
   * Consumes all bytes of the buffer.
   *
   * @throws FramingException if the next boundary cannot be found; send its refusal, then close the
   *     connection
   */
  public void feed(ByteBuffer in) throws FramingException {
    while (in.hasRemaining()) {
      if (total != UNKNOWN) takeBody(in);
      else if (size == 0) between(in.get());
      else takeHead(in);
    }
  }

  /** Handles a line end before a message; after half a ping, the next bytes decide. */
  private void between(byte b) throws FramingException {
    boolean half = lineEnds % 2 != 0;
    if (b == (half ? '\n' : '\r')) {
      lineEnds++;
      if (lineEnds == 2 && awaitedPongs > 0) pong();
      else if (lineEnds == 4) ping();
      return;
    }
    if (half || b < ' ') throw lost(FramingException.Kind.NOT_SIP, null);
    if (lineEnds == 2) pong();
    append(b);
  }

  private void ping() {
    lineEnds = 0;
    listener.ping();
  }

  private void pong() {
    lineEnds = 0;
    if (awaitedPongs > 0) awaitedPongs--;
    listener.pong();
  }

  private void takeHead(ByteBuffer in) throws FramingException {
    while (in.hasRemaining()) {
      byte b = in.get();
      boolean afterReturn = buffer[size - 1] == '\r';
      append(b);
      if (afterReturn != (b == '\n'))
        throw lost(FramingException.Kind.BAD_HEADER, new ParseException(400, "Bad Line End"));
      if (b == '\n' && line()) return;
    }
  }

  /** Handles a complete line; true if it is the empty one. */
  private boolean line() throws FramingException {
    int stop = size - 2;
    if (stop == lineStart) {
      headEnds();
      return true;
    }
    boolean folded = buffer[lineStart] == ' ' || buffer[lineStart] == '\t';
    if (folded && lengthEnd == lineStart) lengthEnd = size;
    else if (!folded && lineStart > 0) header(stop);
    lineStart = size;
    return false;
  }

  private void header(int stop) throws FramingException {
    int nameEnd = lineStart;
    while (Ascii.token(buffer[nameEnd])) nameEnd++;
    int colon = nameEnd;
    while (buffer[colon] == ' ' || buffer[colon] == '\t') colon++;
    if (nameEnd == lineStart || buffer[colon] != ':')
      throw lost(FramingException.Kind.BAD_HEADER, new ParseException(400, "Bad Header Name"));
    if (HeaderName.idOf(buffer, lineStart, nameEnd) != HeaderName.CONTENT_LENGTH.id()) return;
    lengths++;
    lengthStart = colon + 1;
    lengthEnd = size;
  }

  private void headEnds() throws FramingException {
    long body = lengths == 0 ? 0 : contentLength();
    if (size + body > Limits.MESSAGE)
      throw lost(
          FramingException.Kind.TOO_LARGE, new ParseException(413, "Request Entity Too Large"));
    total = size + (int) body;
    if (size == total) deliver();
  }

  private long contentLength() throws FramingException {
    try {
      if (lengths > 1) throw ParseException.duplicate(HeaderName.CONTENT_LENGTH);
      Cursor in = new Cursor(buffer, lengthStart, lengthEnd, "Content-Length").lws();
      long length = in.number(Integer.MAX_VALUE);
      in.expectEnd();
      return length;
    } catch (ParseException e) {
      throw lost(FramingException.Kind.BAD_CONTENT_LENGTH, e);
    }
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
    lengths = 0;
    lengthEnd = 0;
    buffer = NOTHING;
    listener.message(message);
  }

  private void append(byte b) throws FramingException {
    if (size == Limits.MESSAGE)
      throw lost(FramingException.Kind.TOO_LARGE, new ParseException(513, "Message Too Large"));
    room(1);
    buffer[size++] = b;
  }

  /** Ensures capacity, by doubling: peers that send little use little memory. */
  private void room(int bytes) {
    if (size + bytes > buffer.length)
      buffer = Arrays.copyOf(buffer, Math.max(512, Math.max(buffer.length * 2, size + bytes)));
  }

  private FramingException lost(FramingException.Kind kind, ParseException cause) {
    MessageRefusal refusal = cause == null ? null : SipParser.salvage(buffer, size, cause);
    buffer = NOTHING;
    size = 0;
    return new FramingException(kind, refusal);
  }
}
