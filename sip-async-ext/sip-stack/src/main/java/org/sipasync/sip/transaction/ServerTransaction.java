package org.sipasync.sip.transaction;

import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.Flow;

/**
 * Server transaction as its user sees it. Lives until its user has sent a final response: each
 * INVITE must get one. For the loop's thread only.
 */
public sealed interface ServerTransaction
    permits InviteServerTransaction, NonInviteServerTransaction {

  /**
   * Sends a response. The user of an INVITE repeats its 2xx by this until the ACK comes; all other
   * repetitions are the transaction's.
   *
   * @return false if nothing was sent: the transaction has a final response or has ended; or it is
   *     no INVITE's and the status is provisional (100 goes by itself) or 408 (RFC 4320)
   */
  default boolean respond(SipResponse response) {
    return respond(response.status(), response.toBytes());
  }

  /** Sends a response that is already written; its array must not change any more. */
  boolean respond(int status, byte[] response);

  /** Sets who hears of CANCEL, a missing ACK and transport errors. */
  void user(ServerUser user);

  /** True if a final response was sent, or the transaction has ended without one. */
  boolean isAnswered();

  /**
   * True if the same request (From tag, Call-ID, CSeq, no To tag) came before by another path and
   * is still known. A UAS answers 482 (RFC 3261 8.2.2.2), a proxy does not.
   */
  boolean isMerged();

  /** Flow the request came by, which all responses go back by. */
  Flow flow();
}
