package org.sipasync.sip.transaction;

import org.sipasync.sip.message.SipResponse;

/**
 * Events of one request of ours, on the loop's thread. Exactly one of a final response, {@link
 * #onTimeout} and {@link #onTransportError} occurs; only an INVITE's 2xx may occur again.
 */
public interface ClientUser {
  /** Handles a provisional or final response; retransmissions of a failure are absorbed. */
  void onResponse(SipResponse response);

  /** Handles the lack of a final response in time; treat it as a 408. */
  void onTimeout();

  /** Handles a request that could not be sent, or whose connection closed; treat it as a 503. */
  void onTransportError();
}
