package org.sipasync.sip.transport;

import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.ViaSummary;

/** Flow that a message has come by. */
interface Origin extends Flow {
  /**
   * The way of responses to a request that came by this flow (RFC 3261 18.2.2, RFC 3581 4): never
   * to a host named in the message, nor to maddr.
   *
   * @param top its top Via, as it came
   */
  Flow answering(SipRequest request, ViaSummary top);
}
