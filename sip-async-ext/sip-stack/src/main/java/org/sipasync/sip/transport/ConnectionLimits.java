package org.sipasync.sip.transport;

import static org.sipasync.support.SettingsReader.check;

import java.util.Objects;

/**
 * Bounds of the connections of one loop. Immutable.
 *
 * @param maxAccepted connections that peers have opened; 1 to 1,000,000
 * @param maxOpened connections opened by us; 1 to 1,000,000
 * @param maxPerAddress connections with one address, or one IPv6 /64 network; 1 to 1,000,000
 * @param maxWaitingBytes bytes waiting for one peer to read, beyond which the connection is
 *     dropped; 1 KB to 1 GB
 * @param maxHeldBytesInAll bytes of all connections, waiting to be read or of incomplete messages,
 *     beyond which the connection with most of them is dropped; 1 KB to 100 GB
 * @param times time limits
 */
public record ConnectionLimits(
    int maxAccepted,
    int maxOpened,
    int maxPerAddress,
    int maxWaitingBytes,
    long maxHeldBytesInAll,
    ConnectionTimes times) {
  /** Defaults: 8,192 connections each way, 512 per address, 256 KB waiting on one, 64 MB in all. */
  public static final ConnectionLimits DEFAULTS =
      new ConnectionLimits(8_192, 8_192, 512, 256 << 10, 64 << 20, ConnectionTimes.DEFAULTS);

  /** Checks the values; refuses an invalid one with SIPA-0103. */
  public ConnectionLimits {
    check("maxAccepted", maxAccepted, 1, 1_000_000);
    check("maxOpened", maxOpened, 1, 1_000_000);
    check("maxPerAddress", maxPerAddress, 1, 1_000_000);
    check("maxWaitingBytes", maxWaitingBytes, 1 << 10, 1 << 30);
    check("maxHeldBytesInAll", maxHeldBytesInAll, 1 << 10, 100_000_000_000L);
    Objects.requireNonNull(times, "times");
  }

  /** Returns a copy with other numbers of accepted connections, in all and with one address. */
  public ConnectionLimits withMax(int ofAccepted, int ofOneAddress) {
    return new ConnectionLimits(
        ofAccepted, maxOpened, ofOneAddress, maxWaitingBytes, maxHeldBytesInAll, times);
  }

  /** Returns a copy with other time limits. */
  public ConnectionLimits with(ConnectionTimes other) {
    return new ConnectionLimits(
        maxAccepted, maxOpened, maxPerAddress, maxWaitingBytes, maxHeldBytesInAll, other);
  }
}
