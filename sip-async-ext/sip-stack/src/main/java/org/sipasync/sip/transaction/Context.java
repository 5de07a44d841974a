package org.sipasync.sip.transaction;

/**
 * Shared state of all transactions of one loop.
 *
 * @param table server transactions
 * @param delays timers
 * @param values their lengths
 */
record Context(TransactionTable table, FixedDelays delays, TimerValues values) {
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
