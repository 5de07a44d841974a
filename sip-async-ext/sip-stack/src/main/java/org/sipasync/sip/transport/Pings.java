package org.sipasync.sip.transport;

import java.net.Socket;
import java.time.Duration;

/**
 * Pings of one connection that was opened by us (RFC 5626 4.4.1): they keep it open in between, and
 * show that it is dead. A peer that has answered one has to answer each; others may not know them.
 */
final class Pings {
  private static final byte[] PING = {'\r', '\n', '\r', '\n'};

  private final TcpConnection connection;
  private final ConnectionReader reader;
  private final ConnectionTimes times;

  /** Time without activity after which a ping is due. */
  private final long interval;

  private boolean isAwaited;
  private boolean hasAnswered;
  private long sentAt;

  /**
   * Starts with a ping to be sent.
   *
   * @param socket its local port spreads the pings of many connections over a fifth of the time
   */
  Pings(TcpConnection connection, ConnectionReader reader, ConnectionTimes times, Socket socket) {
    this.connection = connection;
    this.reader = reader;
    this.times = times;
    Duration longest = times.keepAlive();
    int spread = Math.floorMod(socket.getLocalPort(), 100);
    this.interval = longest.minus(longest.multipliedBy(spread).dividedBy(500)).toNanos();
  }

  /** Pings if there was no activity for long enough. */
  void sendIfDue(long now, long activeAt) {
    if (interval == 0 || now - activeAt < interval) {
      return;
    }
    if (!isAwaited) {
      isAwaited = true;
      reader.expectPong();
    }
    sentAt = now;
    connection.send(PING, null);
  }

  void onPong() {
    isAwaited = false;
    hasAnswered = true;
  }

  /** True if an answer is missing from a peer that has answered before. */
  boolean isOverdue(long now) {
    return isAwaited && hasAnswered && now - sentAt >= times.pong().toNanos();
  }
}
