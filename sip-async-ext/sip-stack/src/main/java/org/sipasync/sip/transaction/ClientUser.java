package org.sipasync.sip.transaction;

/**
 * Events of one client transaction for its user, on the loop's thread. Exactly one of a final
 * response, {@link #onTimeout} and {@link #onTransportError} comes; only an INVITE's 2xx may
 * repeat.
 *
 * @param <R> a response
 */
public interface ClientUser<R> {
  /** A provisional or final response; retransmissions of a failure are absorbed. */
  void onResponse(int status, R response);

  /** No final response came in time; to be treated as a 408. */
  void onTimeout();

  /** The request could not be sent; to be treated as a 503. */
  void onTransportError();
}
