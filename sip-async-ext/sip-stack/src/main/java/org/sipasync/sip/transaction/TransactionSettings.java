package org.sipasync.sip.transaction;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Function;
import org.sipasync.sip.transport.Flow;

/**
 * Settings of the transactions of one loop.
 *
 * @param maxTransactions limit of server transactions; four answered ones, other than INVITEs,
 *     count as one
 * @param maxBytes limit of the bytes of their messages
 * @param maxClientTransactions limit of client transactions; a request beyond it is not sent, and
 *     its user gets a transport error
 * @param maxClientBytes limit of the bytes of their requests
 * @param retryAfter Retry-After of refused requests
 * @param timers RFC 3261's timers
 * @param sentBy address for our Via, which responses must be able to reach; may be unresolved, to
 *     name a host
 */
public record TransactionSettings(
    int maxTransactions,
    long maxBytes,
    int maxClientTransactions,
    long maxClientBytes,
    Duration retryAfter,
    TimerValues timers,
    Function<Flow, InetSocketAddress> sentBy) {

  /**
   * Defaults with room for 54,000 received requests per second over UDP, and for 20,000 requests or
   * 3,000 calls per second of our own. The sent-by is the flow's local address.
   */
  public static final TransactionSettings DEFAULT =
      new TransactionSettings(
          500_000,
          256L << 20,
          100_000,
          128L << 20,
          Duration.ofSeconds(5),
          TimerValues.DEFAULT,
          Flow::local);

  /** Returns a copy with other bounds of server transactions. */
  public TransactionSettings withBounds(int transactions, long bytes) {
    return new TransactionSettings(
        transactions, bytes, maxClientTransactions, maxClientBytes, retryAfter, timers, sentBy);
  }

  /** Returns a copy with other bounds of client transactions. */
  public TransactionSettings withClientBounds(int transactions, long bytes) {
    return new TransactionSettings(
        maxTransactions, maxBytes, transactions, bytes, retryAfter, timers, sentBy);
  }

  /** Returns a copy with another sent-by. */
  public TransactionSettings withSentBy(Function<Flow, InetSocketAddress> address) {
    return new TransactionSettings(
        maxTransactions,
        maxBytes,
        maxClientTransactions,
        maxClientBytes,
        retryAfter,
        timers,
        address);
  }

  /** Returns a copy with other timers. */
  public TransactionSettings withTimers(TimerValues values) {
    return new TransactionSettings(
        maxTransactions,
        maxBytes,
        maxClientTransactions,
        maxClientBytes,
        retryAfter,
        values,
        sentBy);
  }
}
