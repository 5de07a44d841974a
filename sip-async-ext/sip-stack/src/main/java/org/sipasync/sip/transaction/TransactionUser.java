package org.sipasync.sip.transaction;

import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.Flow;

/**
 * Upper floor of the transaction layer: a UAS, a proxy, a container. On the loop's thread.
 *
 * <p>A request belongs to its transaction until that is answered: whoever changes its headers works
 * on a {@link SipRequest#copy}.
 */
public interface TransactionUser {
  /**
   * A new request, neither ACK nor CANCEL. To be answered once by {@link
   * ServerTransaction#respond}, now or later. If this throws, the request is answered 500.
   */
  void onRequest(SipRequest request, ServerTransaction transaction);

  /** An ACK that belongs to no failure: for a 2xx, or for nothing. Never answered. */
  void onAck(SipRequest ack, Flow flow);

  /** A new request was answered 503: the bounds on transactions or their bytes are reached. */
  default void onRefused() {}

  /**
   * A response to a request that went out by one of our addresses, but whose transaction has ended
   * or never was, as a 2xx after 64 × T1. Only a stateless proxy may forward it (RFC 6026 8.9).
   */
  default void onStrayResponse(SipResponse response, Flow flow) {}
}
