package org.sipasync.functions.rest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.apache.hc.core5.http.nio.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Bytes that a connection has received and the library's codec has not consumed. It is filled by
 * {@link #put} only: to the codec the channel behind it is empty, or ended.
 *
 * <p>Not thread-safe: it belongs to one connection.
 */
final class ReceivedBytes implements SessionInputBuffer, ReadableByteChannel {
  private static final int MAX_KEPT = 4096;

  private byte[] bytes = new byte[512];
  private int from;
  private int to;

  /** First position that may hold the line feed which {@link #readLine} looks for. */
  private int scanned;

  private boolean ended;

  /** Appends all bytes of a buffer. */
  void put(ByteBuffer received) {
    int count = received.remaining();
    if (to + count > bytes.length) {
      makeRoom(count);
    }
    received.get(bytes, to, count);
    to += count;
  }

  private void makeRoom(int count) {
    int length = to - from;
    byte[] target =
        length + count <= bytes.length
            ? bytes
            : new byte[Math.max(2 * bytes.length, length + count)];
    System.arraycopy(bytes, from, target, 0, length);
    bytes = target;
    scanned -= from;
    from = 0;
    to = length;
  }

  /** Records that the peer sends nothing more. */
  void end() {
    ended = true;
  }

  /** Removes everything, for the next response. */
  void clear() {
    from = 0;
    to = 0;
    scanned = 0;
    if (bytes.length > MAX_KEPT) {
      bytes = new byte[512];
    }
  }

  @Override
  public boolean hasData() {
    return from < to;
  }

  @Override
  public int length() {
    return to - from;
  }

  @Override
  public int fill(ReadableByteChannel ignored) {
    return ended ? -1 : 0;
  }

  @Override
  public int read() {
    return hasData() ? bytes[from++] & 0xff : -1;
  }

  @Override
  public int read(ByteBuffer target, int max) {
    int count = Math.min(Math.min(target.remaining(), max), length());
    target.put(bytes, from, count);
    from += count;
    return count;
  }

  /** Reads what there is; -1 once there is nothing more. */
  @Override
  public int read(ByteBuffer target) {
    return hasData() ? read(target, Integer.MAX_VALUE) : fill(this);
  }

  @Override
  public int read(WritableByteChannel target, int max) throws IOException {
    int count = target.write(ByteBuffer.wrap(bytes, from, Math.min(max, length())));
    from += count;
    return count;
  }

  @Override
  public int read(WritableByteChannel target) throws IOException {
    return read(target, Integer.MAX_VALUE);
  }

  /** Reads a line without its end; false, and nothing consumed, if there is no whole line. */
  @Override
  public boolean readLine(CharArrayBuffer line, boolean endOfStream) {
    int i = Math.max(from, scanned);
    while (i < to && bytes[i] != '\n') {
      i++;
    }
    scanned = i;
    if (i == to) {
      return false;
    }
    int end = i > from && bytes[i - 1] == '\r' ? i - 1 : i;
    line.append(bytes, from, end - from);
    from = i + 1;
    return true;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    clear();
  }
}
