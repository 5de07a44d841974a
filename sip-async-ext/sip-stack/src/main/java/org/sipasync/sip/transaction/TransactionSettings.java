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
 * @param retryAfter what a refused client is told to wait
 * @param timers RFC 3261's timers
 * @param sentBy address to put into our Via, which responses must be able to reach; may be
 *     unresolved to name a host
 */
public record TransactionSettings(
    int maxTransactions,
    long maxBytes,
    Duration retryAfter,
    TimerValues timers,
    Function<Flow, InetSocketAddress> sentBy) {

  /** Room for 15,000 requests per second over UDP; sent-by is the flow's local address. */
  public static final TransactionSettings DEFAULT =
      new TransactionSettings(
          500_000, 256L << 20, Duration.ofSeconds(5), TimerValues.DEFAULT, Flow::local);

  /** Copy with other bounds. */
  public TransactionSettings withBounds(int transactions, long bytes) {
    return new TransactionSettings(transactions, bytes, retryAfter, timers, sentBy);
  }

  /** Copy with another sent-by. */
  public TransactionSettings withSentBy(Function<Flow, InetSocketAddress> address) {
    return new TransactionSettings(maxTransactions, maxBytes, retryAfter, timers, address);
  }

  /** Copy with other timers. */
  public TransactionSettings withTimers(TimerValues values) {
    return new TransactionSettings(maxTransactions, maxBytes, retryAfter, values, sentBy);
  }
}
