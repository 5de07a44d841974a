package org.sipasync.sip.transaction;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Function;
import org.sipasync.sip.transport.Flow;

/**
 * Settings of the transactions of one loop.
 *
 * @param maxTransactions server transactions at most, answered ones included
 * @param maxBytes bytes of their messages at most
 * @param maxClientTransactions client transactions at most; a request beyond is not sent, and its
 *     user told of a transport error
 * @param maxClientBytes bytes of their requests at most
 * @param retryAfter what a refused client is told to wait
 * @param timers RFC 3261's timers
 * @param sentBy address to put into our Via, which responses must be able to reach; may be
 *     unresolved to name a host
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
   * Room for 13,000 requests a second over UDP, and for 20,000 requests or 3,000 calls a second of
   * our own; sent-by is the flow's local address.
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

  /** Copy with other bounds of server transactions. */
  public TransactionSettings withBounds(int transactions, long bytes) {
    return new TransactionSettings(
        transactions, bytes, maxClientTransactions, maxClientBytes, retryAfter, timers, sentBy);
  }

  /** Copy with other bounds of client transactions. */
  public TransactionSettings withClientBounds(int transactions, long bytes) {
    return new TransactionSettings(
        maxTransactions, maxBytes, transactions, bytes, retryAfter, timers, sentBy);
  }

  /** Copy with another sent-by. */
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

  /** Copy with other timers. */
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
