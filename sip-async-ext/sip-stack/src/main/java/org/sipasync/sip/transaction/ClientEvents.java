package org.sipasync.sip.transaction;

/**
 * Events of a client machine. Exactly one of a final response, {@link #onTimeout} and {@link
 * #onTransportError} occurs; only an INVITE's 2xx may occur again.
 *
 * @param <R> a response
 */
interface ClientEvents<R> {
  /** Handles a provisional or final response; retransmissions of a failure are absorbed. */
  void onResponse(int status, R response);

  /** Handles the lack of a final response in time. */
  void onTimeout();

  /** Handles a request that could not be sent. */
  void onTransportError();

  /** Handles the end of the transaction; once, and before a timeout or transport error. */
  void onTerminated();

  /** Events of an INVITE's machine. */
  interface Invite<R> extends ClientEvents<R> {
    /** Builds the ACK to a failure (RFC 3261 17.1.1.3). */
    byte[] ackFor(R response);

    /** Sends the CANCEL; called at most once. */
    void sendCancel();
  }
}
