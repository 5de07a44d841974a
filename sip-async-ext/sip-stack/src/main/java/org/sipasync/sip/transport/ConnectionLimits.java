package org.sipasync.sip.transport;

import static org.sipasync.support.SettingsReader.check;

import java.util.Objects;

/**
 * Bounds of the connections of one loop. Immutable.
 *
 * @param maxAccepted connections that peers have opened; 1 to 1,000,000
 * @param maxOpened connections opened by us; 1 to 1,000,000
 * @param maxPerAddress connections with one address, or one IPv6 /64 network; 1 to 1,000,000
 * @param maxWaitingBytes bytes that wait for one peer to read; beyond, the connection is dropped; 1
 *     KB to 1 GB
 * @param maxHeldBytesInAll bytes that all connections hold, waiting to be read or of messages that
 *     have not ended; beyond, the connection that holds most is dropped; 1 KB to 100 GB
 * @param times time limits
 */
public record ConnectionLimits(
    int maxAccepted,
    int maxOpened,
    int maxPerAddress,
    int maxWaitingBytes,
    long maxHeldBytesInAll,
    ConnectionTimes times) {
  /** 8,192 each way, 512 per address, 256 KB waiting on one, 64 MB held by all. */
  public static final ConnectionLimits DEFAULTS =
      new ConnectionLimits(8_192, 8_192, 512, 256 << 10, 64 << 20, ConnectionTimes.DEFAULTS);

  /** Checks the values; SIPA-0103 names the one that does not fit. */
  public ConnectionLimits {
    check("maxAccepted", maxAccepted, 1, 1_000_000);
    check("maxOpened", maxOpened, 1, 1_000_000);
    check("maxPerAddress", maxPerAddress, 1, 1_000_000);
    check("maxWaitingBytes", maxWaitingBytes, 1 << 10, 1 << 30);
    check("maxHeldBytesInAll", maxHeldBytesInAll, 1 << 10, 100_000_000_000L);
    Objects.requireNonNull(times, "times");
  }
}
