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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.sipasync.sip.transport.WebSocketChannel;

/**
 * A session of Jakarta WebSocket as the SIP stack writes to it. A message is a text frame if it is
 * UTF-8, as browsers like it, else a binary one (RFC 7118 5.1).
 */
final class SessionChannel implements WebSocketChannel {
  private static final int MAX_REASON = 100;

  /** Time for the reading thread to come by: a client that sends too much is read all the time. */
  private static final int GRACE_MILLIS = 500;

  private final Session session;
  private final ScheduledExecutorService closers;
  private final AtomicReference<CloseReason> wanted = new AtomicReference<>();
  private final AtomicBoolean isClosed = new AtomicBoolean();

  /**
   * Creates a channel.
   *
   * @param closers run what closes a session, which may take its time
   */
  SessionChannel(Session session, ScheduledExecutorService closers) {
    this.session = session;
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

  /**
   * Closes the session on the thread that reads it, if that comes by soon: while a session is read,
   * the server must not take its objects back, which another connection gets next.
   */
  @Override
  public void close(int code, String reason) {
    String cut = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    if (wanted.compareAndSet(null, new CloseReason(CloseCodes.getCloseCode(code), cut))) {
      try {
        closers.schedule(this::closeIfWanted, GRACE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        // the server stops, and its sockets with it
      }
    }
  }

  /** Closes the session if that is wanted, once. */
  void closeIfWanted() {
    if (wanted.get() != null && isClosed.compareAndSet(false, true)) {
      try {
        session.close(wanted.get());
      } catch (IOException | RuntimeException e) {
        // closed by the other side
      }
    }
  }
}
