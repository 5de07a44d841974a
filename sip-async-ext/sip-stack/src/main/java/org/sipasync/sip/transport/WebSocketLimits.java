package org.sipasync.sip.transport;

import static org.sipasync.support.SettingsReader.check;

import java.time.Duration;

/**
 * Bounds of the WebSockets of one loop. Immutable.
 *
 * @param maxConnections WebSockets in all; 1 to 1,000,000
 * @param maxPerAddress WebSockets of one address, or one IPv6 /64 network; 1 to 1,000,000
 * @param maxWaitingBytes bytes that wait for one client to read, beyond which it is disconnected; 1
 *     KB to 1 GB
 * @param maxUnreadBytes bytes of one client that wait for the loop, beyond which it is
 *     disconnected: whoever takes them from the network cannot be told to wait; 1 KB to 1 GB
 * @param maxWaitingBytesInAll bytes that wait for all clients, and bytes of all clients that wait
 *     for the loop, beyond which one client is disconnected; 1 KB to 100 GB
 * @param ping time of a client's silence after which it is pinged; zero: never
 * @param pong from a ping to its answer; 1 ms to one day
 * @param write from handing a message to the library until it takes the next; 1 ms to one day
 * @param idle time of a client's silence after which it is disconnected, if there are no pings; 1
 *     ms to one day
 */
public record WebSocketLimits(
    int maxConnections,
    int maxPerAddress,
    int maxWaitingBytes,
    int maxUnreadBytes,
    long maxWaitingBytesInAll,
    Duration ping,
    Duration pong,
    Duration write,
    Duration idle) {
  /**
   * Defaults: 10,000 in all, 512 per address, 256 KB, 1 MB, 64 MB in all, 30 s, 10 s, 15 s, 5 min.
   */
  public static final WebSocketLimits DEFAULTS =
      new WebSocketLimits(
          10_000,
          512,
          256 << 10,
          1 << 20,
          64 << 20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofMinutes(5));

  /** Checks the values; refuses an invalid one with SIPA-0103. */
  public WebSocketLimits {
    check("maxConnections", maxConnections, 1, 1_000_000);
    check("maxPerAddress", maxPerAddress, 1, 1_000_000);
    check("maxWaitingBytes", maxWaitingBytes, 1 << 10, 1 << 30);
    check("maxUnreadBytes", maxUnreadBytes, 1 << 10, 1 << 30);
    check("maxWaitingBytesInAll", maxWaitingBytesInAll, 1 << 10, 100_000_000_000L);
    checkTime("ping", ping, 0);
    checkTime("pong", pong, 1);
    checkTime("write", write, 1);
    checkTime("idle", idle, 1);
  }

  private static void checkTime(String key, Duration time, int min) {
    check(key + " in ms", time.toMillis(), min, Duration.ofDays(1).toMillis());
  }

  /** Returns a copy with other numbers of connections and another time of pings. */
  public WebSocketLimits with(int connections, int perAddress, Duration silence) {
    return new WebSocketLimits(
        connections,
        perAddress,
        maxWaitingBytes,
        maxUnreadBytes,
        maxWaitingBytesInAll,
        silence,
        pong,
        write,
        idle);
  }
}
