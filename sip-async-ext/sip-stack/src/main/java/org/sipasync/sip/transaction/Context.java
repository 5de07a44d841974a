package org.sipasync.sip.transaction;

/**
 * What all transactions of one loop share.
 *
 * @param table server transactions
 * @param delays timers
 * @param values their lengths
 */
public record Context(TransactionTable table, FixedDelays delays, TimerValues values) {
  /** Wraps a method into a timer. */
  static FixedDelays.Timer timer(Runnable task) {
    return new FixedDelays.Timer() {
      @Override
      protected void onDue() {
        task.run();
      }
    };
  }
}
