package org.sipasync.sip.transport;

import java.util.concurrent.CompletionStage;

/**
 * One WebSocket as its library offers it. Thread-safe; no method blocks. The library tells what
 * comes by {@link WebSocketInput}.
 */
public interface WebSocketChannel {
  /** Code of RFC 6455 7.4.1: the server goes away. */
  int GOING_AWAY = 1_001;

  /** Code of RFC 6455 7.4.1: the peer breaks a rule. */
  int POLICY = 1_008;

  /** Code of RFC 6455's registry: come again later. */
  int TRY_AGAIN = 1_013;

  /**
   * Sends a message in a frame of its own. Called for one message at a time.
   *
   * @return ends when the library takes the next one, exceptionally if the message is lost; from
   *     any thread
   */
  CompletionStage<Void> send(byte[] message);

  /** Sends a ping (RFC 6455 5.5.2). */
  void ping();

  /**
   * Closes the WebSocket, and its socket even if the peer does not answer. Idempotent.
   *
   * @param reason at most 123 ASCII characters
   */
  void close(int code, String reason);
}
