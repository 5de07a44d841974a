package org.sipasync.sip.transaction;

import org.sipasync.sip.message.SipRequest;

/** Events of one server transaction for its user, on the loop's thread. */
public interface ServerUser {
  /** Ignores everything; the layer then answers a CANCEL with 200. */
  ServerUser NONE = (cancel, transaction) -> {};

  /**
   * A CANCEL for this INVITE (RFC 3261 9.2). The user answers it with 200 and its own To tag, and
   * the INVITE with 487 if it has no final response yet.
   */
  void onCancel(SipRequest cancel, ServerTransaction cancelTransaction);

  /**
   * INVITE: no ACK came for the failure that was sent. Others: no response was sent in 64 × T1, so
   * the client has given up and none will be sent. The transaction has ended.
   */
  default void onTimeout() {}

  /**
   * INVITE: the user has neither answered nor sent a provisional response for very long ({@link
   * TimerValues#withUnanswered}). It may answer now, otherwise the layer sends a 408.
   */
  default void onUnanswered() {}

  /** A response could not be sent; the transaction lives on (RFC 6026 8.8). */
  default void onTransportError() {}
}
