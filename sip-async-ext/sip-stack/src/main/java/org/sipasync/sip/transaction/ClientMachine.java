package org.sipasync.sip.transaction;

/** State machine of a client transaction. */
sealed interface ClientMachine<R> permits InviteClientTransaction, NonInviteClientTransaction {
  /** Sends the request. */
  void start();

  /** Handles a response that matches the transaction. */
  void onResponse(int status, R response);

  /** Handles a message that could not be sent, and a closed flow. */
  void onTransportError();

  /** Ends the transaction without telling the user. Idempotent. */
  void abandon();

  /**
   * Stops retransmitting, since another server is tried; an INVITE is cancelled if it is answered
   * after all.
   */
  void leave();

  /** Sends a CANCEL as soon as that is allowed; only INVITEs are cancelled (RFC 3261 9.1). */
  default void cancel() {}

  /** Takes off the limit of an INVITE's PROCEEDING. */
  default void unlimited() {}
}
