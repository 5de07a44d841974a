package org.sipasync.sip.transaction;

import org.sipasync.sip.message.SipResponse;

/**
 * Events of one request of ours, on the loop's thread. Exactly one of a final response, {@link
 * #onTimeout} and {@link #onTransportError} comes; only an INVITE's 2xx may repeat.
 */
public interface ClientUser {
  /** A provisional or final response; retransmissions of a failure are absorbed. */
  void onResponse(SipResponse response);

  /** No final response came in time; to be treated as a 408. */
  void onTimeout();

  /** The request could not be sent, or its connection closed; to be treated as a 503. */
  void onTransportError();
}
