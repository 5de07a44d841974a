package org.sipasync.sip.transport;

import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/** Receives what transports read; the transaction layer implements it. On the loop's thread. */
public interface TransportUser {
  /** A request that passed the parser; its top Via has received and rport (RFC 3581). */
  void onRequest(SipRequest request, Flow flow);

  /** A response that passed the parser. */
  void onResponse(SipResponse response, Flow flow);

  /** A connection has ended, after the failures of what it had still to send. */
  void onClosed(Flow flow);
}
