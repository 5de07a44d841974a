package org.sipasync.sip.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** WebSocket of a client that records what it gets, and reads it when told to. */
final class FakeWebSocket implements WebSocketChannel {
  final List<String> sent = new ArrayList<>();
  final List<String> closed = new ArrayList<>();
  int pings;

  /** False while the client does not read: the library takes one message and no more. */
  boolean isReading = true;

  /** Thrown by sending; null if it works. */
  RuntimeException failure;

  private CompletableFuture<Void> sending = CompletableFuture.completedFuture(null);

  @Override
  public CompletionStage<Void> send(byte[] message) {
    if (failure != null) {
      throw failure;
    }
    if (!sending.isDone()) {
      throw new AssertionError("two messages at a time");
    }
    sent.add(new String(message, ISO_8859_1));
    sending = isReading ? CompletableFuture.completedFuture(null) : new CompletableFuture<>();
    return sending;
  }

  /** Reads what the library has. */
  void read() {
    sending.complete(null);
  }

  /** The socket breaks while the library has a message. */
  void breaks() {
    sending.completeExceptionally(new java.io.IOException("broken pipe"));
  }

  @Override
  public void ping() {
    pings++;
  }

  @Override
  public void close(int code, String reason) {
    closed.add(code + " " + reason);
  }
}
