package org.sipasync.sip.transport;

import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.ViaSummary;

/** Flow of a received message. */
interface Origin extends Flow {
  /**
   * Returns the flow for responses to a request of this flow (RFC 3261 18.2.2, RFC 3581 4). Never
   * leads to a host named in the message, nor to maddr.
   *
   * @param top its top Via, as received
   */
  Flow answering(SipRequest request, ViaSummary top);

  /**
   * Takes in a message that the parser has accepted, before its user does.
   *
   * @param data holds the message as it came
   * @return reason phrase of a 400 if this transport does not allow it; null if it does
   */
  default String objection(SipMessage message, byte[] data, int length) {
    return null;
  }
}
