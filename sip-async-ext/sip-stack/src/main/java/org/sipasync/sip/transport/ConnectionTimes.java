package org.sipasync.sip.transport;

import static org.sipasync.support.SettingsReader.check;

import java.time.Duration;

/**
 * Time limits of a connection, enforced with a precision of half a second. Each from 1 ms to one
 * day, but for keepAlive. Immutable.
 *
 * @param connect from opening a connection until the peer accepts it; also of its TLS handshake
 * @param firstMessage from accepting a connection until its first message is complete; also of its
 *     TLS handshake, which comes before
 * @param message from the first byte of a message to its last
 * @param write from the last byte that the peer took, while others wait
 * @param idle time without message, keep-alive or write
 * @param halfClosed from the end of the peer's stream until its requests are answered
 * @param lastAnswer from a message that cannot be framed until the peer has read its refusal
 * @param keepAlive time without message, keep-alive or write after which a connection that was
 *     opened by us is pinged, at most; zero: never
 * @param pong from a ping to its answer, for a peer that has answered one before
 */
public record ConnectionTimes(
    Duration connect,
    Duration firstMessage,
    Duration message,
    Duration write,
    Duration idle,
    Duration halfClosed,
    Duration lastAnswer,
    Duration keepAlive,
    Duration pong) {
  /** Defaults, as the parameters: 5 s, 10 s, 10 s, 15 s, 5 min, 4 min, 2 s, never, 10 s. */
  public static final ConnectionTimes DEFAULTS =
      new ConnectionTimes(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofMinutes(5),
          Duration.ofMinutes(4),
          Duration.ofSeconds(2),
          Duration.ZERO,
          Duration.ofSeconds(10));

  /** Checks the values; refuses an invalid one with SIPA-0103. */
  public ConnectionTimes {
    checkTime("connect", connect);
    checkTime("firstMessage", firstMessage);
    checkTime("message", message);
    checkTime("write", write);
    checkTime("idle", idle);
    checkTime("halfClosed", halfClosed);
    checkTime("lastAnswer", lastAnswer);
    check("keepAlive in ms", keepAlive.toMillis(), 0, Duration.ofDays(1).toMillis());
    checkTime("pong", pong);
  }

  /** Returns a copy with other pings. */
  public ConnectionTimes withKeepAlive(Duration longest) {
    return new ConnectionTimes(
        connect, firstMessage, message, write, idle, halfClosed, lastAnswer, longest, pong);
  }

  private static void checkTime(String key, Duration time) {
    check(key + " in ms", time.toMillis(), 1, Duration.ofDays(1).toMillis());
  }
}
