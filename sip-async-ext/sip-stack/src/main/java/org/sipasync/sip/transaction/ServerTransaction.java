package org.sipasync.sip.transaction;

import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.Flow;

/**
 * Server transaction as its user sees it. It lives until its user has sent a final response, which
 * each INVITE must get. For the loop's thread only.
 */
public sealed interface ServerTransaction
    permits InviteServerTransaction, NonInviteServerTransaction {

  /**
   * Sends a response. The user retransmits the 2xx of an INVITE by this method until the ACK
   * arrives; the transaction retransmits all others.
   *
   * @return false if nothing was sent: the transaction has a final response or has ended; or the
   *     request is not an INVITE and the status is provisional (the transaction sends 100 itself)
   *     or 408 (RFC 4320)
   */
  default boolean respond(SipResponse response) {
    return respond(response.status(), response.toBytes());
  }

  /** Sends an encoded response; the array must no longer change. */
  boolean respond(int status, byte[] response);

  /** Sets the receiver of CANCEL, of a missing ACK and of transport errors. */
  void user(ServerUser user);

  /**
   * Sets what holds the final response of an INVITE back; others have none.
   *
   * @throws IllegalStateException if the transaction has a final response, or is no INVITE's
   */
  default void gate(FinalGate gate) {
    throw new IllegalStateException("Only the final response of an INVITE is held back");
  }

  /** Ends the transaction without a response: another server has it. */
  default void abandon() {}

  /** Returns true if a final response was sent, or the transaction has ended without one. */
  boolean isAnswered();

  /**
   * Returns true for a merged request: the same one (From tag, Call-ID, CSeq, no To tag) arrived
   * earlier by another path and is still known. A UAS answers 482 (RFC 3261 8.2.2.2), a proxy does
   * not.
   */
  boolean isMerged();

  /** Returns the flow of the request, which carries its responses, too. */
  Flow flow();
}
