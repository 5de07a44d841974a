package org.sipasync.console;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One watcher. Never blocks and buffers nothing for it: an event that its connection cannot accept
 * is skipped, since the next one is complete; a watcher that reads nothing for ten seconds is
 * dropped.
 */
final class Subscriber implements WriteListener, AsyncListener {
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final byte[] FIRST = "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8);

  private final ServletOutputStream out;
  private final Runnable complete;
  private final LongSupplier clock;
  private long writtenNanos;
  private boolean begun;
  private boolean flushDue;
  private boolean closed;

  Subscriber(ServletOutputStream out, Runnable complete, LongSupplier clock) {
    this.out = out;
    this.complete = complete;
    this.clock = clock;
    this.writtenNanos = clock.getAsLong();
  }

  void begin() {
    out.setWriteListener(this);
  }

  @Override
  public synchronized void onWritePossible() {
    if (!begun) {
      begun = true;
      offer(FIRST);
    } else {
      flush();
    }
  }

  /** Writes an event if the connection can accept it immediately. */
  synchronized void offer(byte[] event) {
    if (closed || !begun) {
      return;
    }
    try {
      if (out.isReady()) {
        out.write(event);
        writtenNanos = clock.getAsLong();
        flushDue = true;
        flush();
      } else if (clock.getAsLong() - writtenNanos > DEADLINE_NANOS) {
        close();
      }
    } catch (IOException | RuntimeException gone) {
      close();
    }
  }

  private void flush() {
    try {
      if (!closed && flushDue && out.isReady()) {
        flushDue = false;
        out.flush();
      }
    } catch (IOException | RuntimeException gone) {
      close();
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        complete.run();
      } catch (RuntimeException completedAlready) {
        // nothing else to do
      }
    }
  }

  @Override
  public void onError(Throwable gone) {
    close();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    close();
  }

  @Override
  public void onError(AsyncEvent event) {
    close();
  }

  @Override
  public synchronized void onComplete(AsyncEvent event) {
    closed = true;
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // nothing to do
  }
}
