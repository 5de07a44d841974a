package org.sipasync.sip.transaction;

import org.sipasync.sip.message.SipRequest;

/** Events of one server transaction for its user, on the loop's thread. */
public interface ServerUser {
  /** User that ignores everything; the layer then answers a CANCEL with 200. */
  ServerUser NONE = (cancel, transaction) -> {};

  /**
   * Handles a CANCEL of this INVITE (RFC 3261 9.2): answers it with 200 and the user's own To tag,
   * and the INVITE with 487 if it has no final response yet.
   */
  void onCancel(SipRequest cancel, ServerTransaction cancelTransaction);

  /** Handles a CANCEL of this INVITE that another server has received, and answers. */
  default void onCancelElsewhere(SipRequest cancel) {}

  /** Handles the end of this INVITE without a response: another server has it. */
  default void onSuperseded() {}

  /**
   * Handles the end of the transaction by time. INVITE: the failure was not acknowledged. Others:
   * no response was sent within 64 × T1, so the client has given up and none will be sent.
   */
  default void onTimeout() {}

  /**
   * Handles an INVITE that the user has left without any response for very long ({@link
   * TimerValues#withUnanswered}). The user may answer now; otherwise the layer sends a 408.
   */
  default void onUnanswered() {}

  /**
   * Handles the end of the connection that this INVITE has come by, and of every way to its sender,
   * before its final response. The user ends it as if it were cancelled.
   */
  default void onPeerGone() {}

  /** Handles a response that could not be sent; the transaction continues (RFC 6026 8.8). */
  default void onTransportError() {}
}
