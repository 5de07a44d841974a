package org.sipasync.sip.transport;

import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/**
 * Receiver of the transports' messages, implemented by the transaction layer. Called on the loop's
 * thread.
 */
public interface TransportUser {
  /** Handles a request that the parser accepted; its top Via has received and rport (RFC 3581). */
  void onRequest(SipRequest request, Flow flow);

  /** Handles a response that the parser accepted. */
  void onResponse(SipResponse response, Flow flow);

  /** Handles the end of a connection, after the failures of its unsent messages. */
  void onClosed(Flow flow);
}
