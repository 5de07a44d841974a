package org.sipasync.sip.transport;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Way of one WebSocket's input to the loop. What waits for the loop is bounded: a client that sends
 * more than is read is disconnected. Thread-safe; no method blocks.
 */
public final class WebSocketInput {
  /** Cost of a waiting message beside its bytes. */
  private static final int OVERHEAD = 128;

  private final WebSockets all;
  private final WebSocketConnection connection;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean isClosed = new AtomicBoolean();

  WebSocketInput(WebSockets all, WebSocketConnection connection) {
    this.all = all;
    this.connection = connection;
  }

  /** Hands over the content of one text or binary frame. The array must no longer change. */
  public void message(byte[] data) {
    if (isClosed.get()) {
      return;
    }
    int cost = data.length + OVERHEAD;
    boolean fits = all.mayWait(cost);
    if (waiting.addAndGet(cost) > all.limits().maxUnreadBytes() || !fits) {
      done(cost);
      overflow();
      return;
    }
    all.loop()
        .execute(
            () -> {
              done(cost);
              connection.receive(data);
            });
  }

  private void done(int cost) {
    waiting.addAndGet(-cost);
    all.waited(cost);
  }

  private void overflow() {
    if (isClosed.compareAndSet(false, true)) {
      all.loop().execute(() -> connection.overflow("client sends faster than it is read"));
    }
  }

  /** Takes in the answer to a ping. */
  public void pong() {
    if (!isClosed.get()) {
      all.loop().execute(connection::onPong);
    }
  }

  /** Takes in that the WebSocket has closed. Idempotent. */
  public void closed() {
    isClosed.set(true);
    all.loop().execute(connection::onClosed);
  }

  /** Lets nothing more wait. */
  void close() {
    isClosed.set(true);
  }
}
