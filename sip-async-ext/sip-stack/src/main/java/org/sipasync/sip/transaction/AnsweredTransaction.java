package org.sipasync.sip.transaction;

import org.sipasync.sip.transport.Flow;

/**
 * The part of a non-INVITE server transaction that stays after its final response: answers
 * retransmissions with it until Timer J, or absorbs them if there was none. Implements the state
 * Completed of {@link NonInviteServerTransaction}.
 */
final class AnsweredTransaction extends FixedDelays.Timer implements TransactionTable.Entry {
  private final TransactionTable table;
  private final TransactionKey key;
  private final Flow flow;
  private final long origin;
  private final byte[] response;

  private AnsweredTransaction(TransactionTable table, Arrival arrival, byte[] response) {
    this.table = table;
    this.key = arrival.key();
    this.flow = arrival.flow();
    this.origin = arrival.origin();
    this.response = response;
  }

  /**
   * Replaces a transaction in the table for 64 × T1.
   *
   * @param response null to absorb retransmissions
   */
  static void keep(Context context, Arrival arrival, byte[] response) {
    AnsweredTransaction answered = new AnsweredTransaction(context.table(), arrival, response);
    context.table().put(arrival.key(), answered);
    context.delays().start(answered, context.values().timeout());
  }

  @Override
  public void onRetransmission() {
    if (response != null) {
      flow.send(response, null);
    }
  }

  @Override
  public int bytes() {
    return response == null ? 0 : response.length;
  }

  @Override
  public long origin() {
    return origin;
  }

  @Override
  protected void onDue() {
    table.remove(key);
  }
}
