package org.sipasync.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SubscriberTest {
  private final Connection connection = new Connection();
  private final AtomicInteger completed = new AtomicInteger();
  private final AtomicLong now = new AtomicLong();
  private final Subscriber subscriber =
      new Subscriber(connection, completed::incrementAndGet, now::get);

  /** Output stream like a container's: writing while it is not ready is an error. */
  private static final class Connection extends ServletOutputStream {
    final StringBuilder written = new StringBuilder();
    boolean ready = true;
    boolean broken;

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      if (!ready) {
        throw new IllegalStateException("not ready");
      }
      if (broken) {
        throw new IOException("broken pipe");
      }
      written.append(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void write(int b) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      // the test calls it
    }
  }

  private void offer(String event) {
    subscriber.offer(event.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void getsWhatIsOfferedAfterItsBeginning() {
    offer("a");
    subscriber.begin();
    subscriber.onWritePossible();
    offer("b");
    offer("c");
    assertThat(connection.written).hasToString("retry: 2000\n\nbc");
  }

  @Test
  void missesWhatComesWhileItsConnectionIsFull() {
    subscriber.onWritePossible();
    connection.ready = false;
    offer("a");
    offer("b");
    connection.ready = true;
    subscriber.onWritePossible();
    offer("c");
    assertThat(connection.written).hasToString("retry: 2000\n\nc");
    assertThat(subscriber.isClosed()).isFalse();
  }

  @Test
  void isDroppedIfItReadsNothingForTenSeconds() {
    subscriber.onWritePossible();
    connection.ready = false;
    now.addAndGet(TimeUnit.SECONDS.toNanos(10));
    offer("a");
    assertThat(subscriber.isClosed()).isFalse();
    now.addAndGet(1);
    offer("b");
    assertThat(subscriber.isClosed()).isTrue();
    assertThat(completed).hasValue(1);
    offer("c");
    subscriber.close();
    assertThat(completed).hasValue(1);
  }

  @Test
  void isDroppedWhenItsConnectionBreaks() {
    subscriber.onWritePossible();
    connection.broken = true;
    offer("a");
    assertThat(subscriber.isClosed()).isTrue();
    assertThat(completed).hasValue(1);
  }
}
