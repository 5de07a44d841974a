package org.sipasync.sip.transaction;

/**
 * Rest of a non-INVITE server transaction after its final response: repeats the response to
 * retransmissions until Timer J. State Completed of {@link NonInviteServerTransaction}.
 */
final class AnsweredTransaction extends FixedDelays.Timer implements ServerTransaction {
  private final TransactionTable table;
  private final TransactionKey key;
  private final Peer peer;
  private final byte[] response;

  private AnsweredTransaction(
      TransactionTable table, TransactionKey key, Peer peer, byte[] response) {
    this.table = table;
    this.key = key;
    this.peer = peer;
    this.response = response;
  }

  /** Takes the place of a transaction in the table for 64 × T1. */
  static void keep(Context context, TransactionKey key, Peer peer, byte[] response) {
    AnsweredTransaction answered = new AnsweredTransaction(context.table(), key, peer, response);
    context.table().put(key, answered);
    context.delays().start(answered, context.values().timeout());
  }

  @Override
  public void onRetransmission() {
    peer.send(response);
  }

  @Override
  protected void onDue() {
    table.remove(key);
  }
}
