package org.sipasync.sip.trace;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.sipasync.support.AddressText;
import org.sipasync.support.DaemonThreads;
import org.sipasync.support.LogText;

/**
 * Logs each message to {@code org.sipasync.trace}, in one line or in full. A thread of its own
 * writes, because a log may block; what it cannot keep up with, and what exceeds the rate, is left
 * out and counted.
 */
final class TraceLog implements CaptureSink {
  private static final int MAX_WAITING = 1_000;
  private static final int MAX_BYTES = 4_096;
  private static final int MAX_LINE = 300;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long STOP_MILLIS = 1_000;

  private record Line(
      boolean isReceived,
      String transport,
      InetSocketAddress local,
      InetSocketAddress remote,
      int length,
      byte[] head) {}

  private final Logger log;
  private final boolean isFull;
  private final int maxPerSecond;
  private final LongSupplier nanoTime;
  private final BlockingQueue<Line> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final LongAdder leftOut = new LongAdder();
  private final Thread writer;
  private volatile boolean isClosed;

  // the loop's
  private long secondStart;
  private int inSecond;

  /**
   * Creates a log; {@link #start} begins to write it.
   *
   * @param isFull true for whole messages, false for one line each
   * @param maxPerSecond limit of messages in a second; 0 for none
   * @param nanoTime the clock of that limit
   */
  TraceLog(Logger log, boolean isFull, int maxPerSecond, LongSupplier nanoTime) {
    this.log = log;
    this.isFull = isFull;
    this.maxPerSecond = maxPerSecond;
    this.nanoTime = nanoTime;
    this.secondStart = nanoTime.getAsLong();
    this.writer = DaemonThreads.named("sip-trace", TraceLog.class).newThread(this::run);
  }

  TraceLog start() {
    writer.start();
    return this;
  }

  @Override
  public void take(Capture capture) {
    if (!isWithinRate()
        || !waiting.offer(
            new Line(
                capture.isReceived(),
                capture.transport().name(),
                capture.local(),
                capture.remote(),
                capture.length(),
                Arrays.copyOf(capture.bytes(), Math.min(capture.length(), MAX_BYTES))))) {
      leftOut.increment();
    }
  }

  private boolean isWithinRate() {
    if (maxPerSecond == 0) {
      return true;
    }
    long now = nanoTime.getAsLong();
    if (now - secondStart >= SECOND) {
      secondStart = now;
      inSecond = 0;
    }
    return ++inSecond <= maxPerSecond;
  }

  private void run() {
    while (!isClosed || !waiting.isEmpty()) {
      try {
        Line line = waiting.poll(1, TimeUnit.SECONDS);
        if (line != null) {
          write(line);
        }
        tellLeftOut();
      } catch (InterruptedException stop) {
        return;
      } catch (RuntimeException e) {
        leftOut.increment();
      }
    }
  }

  /** Writes what waits, on the calling thread; for tests. */
  void drain() {
    for (Line line = waiting.poll(); line != null; line = waiting.poll()) {
      write(line);
    }
    tellLeftOut();
  }

  private void write(Line line) {
    String text = isFull ? block(line) : summary(line);
    log.log(Level.INFO, () -> text);
  }

  private void tellLeftOut() {
    long number = waiting.isEmpty() ? leftOut.sumThenReset() : 0;
    if (number > 0) {
      log.log(Level.INFO, () -> number + " messages were left out here");
    }
  }

  private static String summary(Line line) {
    MessageLines lines = MessageLines.of(line.head);
    return "%s, CSeq %s, call %s, %d bytes"
        .formatted(
            way(line) + " " + LogText.clean(lines.startLine()),
            LogText.clean(lines.cseq()),
            LogText.clean(lines.callId()),
            line.length);
  }

  /** Formats a message as a block whose every line begins with a bar, so that it forges none. */
  private static String block(Line line) {
    StringBuilder text = new StringBuilder(line.head.length + 200);
    text.append(way(line)).append(", ").append(line.length).append(" bytes");
    String content = new String(line.head, StandardCharsets.UTF_8);
    for (String each : content.stripTrailing().split("\r\n|\r|\n", -1)) {
      text.append("\n  | ").append(LogText.clean(each, MAX_LINE));
    }
    if (line.length > line.head.length) {
      text.append("\n  … ").append(line.length - line.head.length).append(" more bytes");
    }
    return text.toString();
  }

  private static String way(Line line) {
    return (line.isReceived ? "received " : "sent ")
        + line.transport
        + " "
        + AddressText.of(line.isReceived ? line.remote : line.local)
        + " -> "
        + AddressText.of(line.isReceived ? line.local : line.remote);
  }

  /** Ends the thread when it has written what waits, and waits a second for that. */
  @Override
  public void close() {
    isClosed = true;
    try {
      writer.join(Duration.ofMillis(STOP_MILLIS).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.interrupt();
  }
}
