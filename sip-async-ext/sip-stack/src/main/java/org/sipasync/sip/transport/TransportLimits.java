package org.sipasync.sip.transport;

import static org.sipasync.support.SettingsReader.check;

import java.time.Duration;
import java.util.Objects;

/**
 * Bounds of the transports of one loop. Immutable.
 *
 * @param maxReadsPerRound datagrams read or connections accepted per listen point in one round of
 *     the loop; 1 to 10,000
 * @param maxDatagramBytes largest datagram accepted; larger ones get 513; 1,024 to 65,535
 * @param maxWaitingDatagramBytes bytes queued per listen point while its socket accepts no more,
 *     beyond which datagrams are dropped; 0 to 1 GB
 * @param maxRefusalsPerSecond stateless responses to malformed requests, beyond which these are
 *     dropped; 0 to 1,000,000
 * @param isAliasAllowed true if {@code alias} in the top Via (RFC 5923) lets requests of our own to
 *     the peer's address and sent-by port use its connection; only for trusted networks, because
 *     nothing proves that the port is the peer's
 * @param maxBacklog how long a UDP socket may hold more than is read in one round, before requests
 *     that begin something are dropped unread until it is empty; less than T1, so that what is read
 *     has not been retransmitted
 * @param connections bounds of connections
 */
public record TransportLimits(
    int maxReadsPerRound,
    int maxDatagramBytes,
    long maxWaitingDatagramBytes,
    int maxRefusalsPerSecond,
    boolean isAliasAllowed,
    Duration maxBacklog,
    ConnectionLimits connections) {
  private static final Duration BACKLOG = Duration.ofMillis(250);

  /**
   * Defaults: 64 reads, 65,535 bytes, 4 MB waiting, 1,000 refusals per second, no alias, 250 ms.
   */
  public static final TransportLimits DEFAULTS =
      new TransportLimits(64, 65_535, 4 << 20, 1_000, false, ConnectionLimits.DEFAULTS);

  /** Checks the values; refuses an invalid one with SIPA-0103. */
  public TransportLimits {
    check("maxReadsPerRound", maxReadsPerRound, 1, 10_000);
    check("maxDatagramBytes", maxDatagramBytes, 1_024, 65_535);
    check("maxWaitingDatagramBytes", maxWaitingDatagramBytes, 0, 1 << 30);
    check("maxRefusalsPerSecond", maxRefusalsPerSecond, 0, 1_000_000);
    Objects.requireNonNull(maxBacklog, "maxBacklog");
    Objects.requireNonNull(connections, "connections");
  }

  /** Bounds with the default backlog. */
  public TransportLimits(
      int maxReadsPerRound,
      int maxDatagramBytes,
      long maxWaitingDatagramBytes,
      int maxRefusalsPerSecond,
      boolean isAliasAllowed,
      ConnectionLimits connections) {
    this(
        maxReadsPerRound,
        maxDatagramBytes,
        maxWaitingDatagramBytes,
        maxRefusalsPerSecond,
        isAliasAllowed,
        BACKLOG,
        connections);
  }

  /** Returns a copy with other bounds of connections. */
  public TransportLimits with(ConnectionLimits other) {
    return new TransportLimits(
        maxReadsPerRound,
        maxDatagramBytes,
        maxWaitingDatagramBytes,
        maxRefusalsPerSecond,
        isAliasAllowed,
        maxBacklog,
        other);
  }

  /** Returns a copy with another backlog. */
  public TransportLimits withMaxBacklog(Duration other) {
    return new TransportLimits(
        maxReadsPerRound,
        maxDatagramBytes,
        maxWaitingDatagramBytes,
        maxRefusalsPerSecond,
        isAliasAllowed,
        other,
        connections);
  }
}
