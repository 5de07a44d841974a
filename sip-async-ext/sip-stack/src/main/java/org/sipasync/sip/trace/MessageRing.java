package org.sipasync.sip.trace;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import org.sipasync.admin.CapturedMessage;
import org.sipasync.sip.transport.Transport;

/**
 * The last messages of the transports, within a number of messages and of bytes. All its memory is
 * allocated at first; keeping a message copies it and makes no garbage.
 *
 * <p>The loop's thread writes and never waits: readers take no lock, but read again what was
 * overwritten meanwhile.
 */
final class MessageRing implements CaptureSink {
  private static final int SPINS = 100;

  private final StampedLock lock = new StampedLock();
  private final byte[] content;
  private final long[] atMicros;
  private final int[] starts;
  private final int[] lengths;
  private final boolean[] received;
  private final Transport[] transports;
  private final InetSocketAddress[] locals;
  private final InetSocketAddress[] remotes;

  /** Numbers of the oldest message and of the next one, and the bytes used. */
  private long first;

  private long next;
  private int used;
  private int end;

  /**
   * Allocates a ring.
   *
   * @param maxMessages limit of messages; at least 1
   * @param maxBytes limit of their bytes; larger messages are left out
   */
  MessageRing(int maxMessages, int maxBytes) {
    content = new byte[maxBytes];
    atMicros = new long[maxMessages];
    starts = new int[maxMessages];
    lengths = new int[maxMessages];
    received = new boolean[maxMessages];
    transports = new Transport[maxMessages];
    locals = new InetSocketAddress[maxMessages];
    remotes = new InetSocketAddress[maxMessages];
  }

  @Override
  public void take(Capture capture) {
    if (capture.length() > content.length) {
      return;
    }
    long stamp = lock.writeLock(); // free: there is no other writer, and readers take none
    try {
      while (next - first == lengths.length || used + capture.length() > content.length) {
        used -= lengths[index(first)];
        first++;
      }
      int i = index(next);
      atMicros[i] = capture.atMicros();
      starts[i] = end;
      lengths[i] = capture.length();
      received[i] = capture.isReceived();
      transports[i] = capture.transport();
      locals[i] = capture.local();
      remotes[i] = capture.remote();
      write(capture.bytes(), capture.length());
      next++;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  private void write(byte[] bytes, int length) {
    int head = Math.min(length, content.length - end);
    System.arraycopy(bytes, 0, content, end, head);
    System.arraycopy(bytes, head, content, 0, length - head);
    end = (end + length) % content.length;
    used += length;
  }

  private int index(long number) {
    return (int) (number % lengths.length);
  }

  /** Visits the messages, oldest first. Thread-safe. */
  void forEach(Consumer<CapturedMessage> visitor) {
    long number = 0;
    for (Slot slot = read(number); slot != null; slot = read(number)) {
      visitor.accept(slot.message());
      number = slot.number + 1;
    }
  }

  /** Copy of one message's place. */
  private record Slot(
      long number,
      long atMicros,
      boolean isReceived,
      Transport transport,
      InetSocketAddress local,
      InetSocketAddress remote,
      byte[] bytes) {
    CapturedMessage message() {
      Instant at =
          Instant.ofEpochSecond(
              Math.floorDiv(atMicros, 1_000_000L), Math.floorMod(atMicros, 1_000_000L) * 1_000);
      MessageLines lines = MessageLines.of(bytes);
      return new CapturedMessage(
          number,
          at,
          isReceived,
          transport.name(),
          local,
          remote,
          lines.startLine(),
          lines.callId(),
          lines.cseq(),
          lines.from(),
          lines.to(),
          bytes);
    }
  }

  /** Returns the message of a number, or the oldest one after it; null if there is none. */
  private Slot read(long number) {
    for (int spins = 0; ; spins++) {
      long stamp = lock.tryOptimisticRead();
      long oldest = Math.max(number, first);
      if (oldest >= next && lock.validate(stamp)) {
        return null;
      }
      Slot slot = stamp == 0 ? null : copy(oldest);
      if (slot != null && lock.validate(stamp)) {
        return slot;
      }
      if (spins > SPINS) {
        Thread.yield(); // the writer lost its processor
      } else {
        Thread.onSpinWait();
      }
    }
  }

  /** Copies a message that may be overwritten meanwhile; null if it certainly is. */
  private Slot copy(long number) {
    int i = index(number);
    int start = starts[i];
    int length = lengths[i];
    if (transports[i] == null || start >= content.length || length > content.length) {
      return null;
    }
    byte[] bytes = new byte[length];
    int head = Math.min(length, content.length - start);
    System.arraycopy(content, start, bytes, 0, head);
    System.arraycopy(content, 0, bytes, head, length - head);
    return new Slot(number, atMicros[i], received[i], transports[i], locals[i], remotes[i], bytes);
  }
}
