package org.sipasync.sip.transaction;

/**
 * Events of a client machine. Exactly one of a final response, {@link #onTimeout} and {@link
 * #onTransportError} comes; only an INVITE's 2xx may repeat.
 *
 * @param <R> a response
 */
interface ClientEvents<R> {
  /** A provisional or final response; retransmissions of a failure are absorbed. */
  void onResponse(int status, R response);

  /** No final response came in time. */
  void onTimeout();

  /** The request could not be sent. */
  void onTransportError();

  /** The transaction has ended; comes once, before a timeout or transport error. */
  void onTerminated();

  /** Events of an INVITE's machine. */
  interface Invite<R> extends ClientEvents<R> {
    /** Builds the ACK to a failure (RFC 3261 17.1.1.3). */
    byte[] ackFor(R response);

    /** Sends the CANCEL; comes once at most. */
    void sendCancel();
  }
}
