package org.sipasync.sip.transaction;

/** Server transaction as the transport sees it. For the loop's thread only. */
public sealed interface ServerTransaction
    permits InviteServerTransaction, NonInviteServerTransaction, AnsweredTransaction {

  /** Handles a retransmission of the transaction's request. */
  void onRetransmission();

  /** Handles an ACK that matches the transaction; ignored unless it is an INVITE's. */
  default void onAck() {}

  /** Handles the loss of the flow that responses go by. */
  default void onTransportError() {}
}
