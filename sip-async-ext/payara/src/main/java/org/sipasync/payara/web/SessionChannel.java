package org.sipasync.payara.web;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sipasync.sip.transport.WebSocketChannel;

/**
 * A session of Jakarta WebSocket as the SIP stack writes to it. A message is a text frame if it is
 * UTF-8, as browsers like it, else a binary one (RFC 7118 5.1).
 */
final class SessionChannel implements WebSocketChannel {
  private static final int MAX_REASON = 100;

  private final Session session;
  private final ConnectionGuard guard;
  private final Executor closers;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  /**
   * Creates a channel.
   *
   * @param guard of the session's connection
   * @param closers run what closes a session, which may take its time
   */
  SessionChannel(Session session, ConnectionGuard guard, Executor closers) {
    this.session = session;
    this.guard = guard;
    this.closers = closers;
  }

  @Override
  public CompletionStage<Void> send(byte[] message) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    SendHandler handler =
        result -> {
          if (result.isOK()) {
            sent.complete(null);
          } else {
            sent.completeExceptionally(result.getException());
          }
        };
    String text = text(message);
    if (text == null) {
      session.getAsyncRemote().sendBinary(ByteBuffer.wrap(message), handler);
    } else {
      session.getAsyncRemote().sendText(text, handler);
    }
    return sent;
  }

  /** Returns the text of a message; null if it is not UTF-8. */
  static String text(byte[] message) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  @Override
  public void ping() {
    try {
      session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | RuntimeException e) {
      // its pong will be missed
    }
  }

  /** Closes the session, and soon its connection, even if nobody reads the close frame. */
  @Override
  public void close(int code, String reason) {
    if (isClosed.compareAndSet(false, true)) {
      String cut = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
      CloseReason why = new CloseReason(CloseCodes.getCloseCode(code), cut);
      guard.closeLater();
      try {
        closers.execute(() -> close(why));
      } catch (RejectedExecutionException e) {
        // the server stops, and its sockets with it
      }
    }
  }

  private void close(CloseReason why) {
    try {
      session.close(why);
    } catch (IOException | RuntimeException e) {
      // closed by the other side
    }
  }
}
