package org.sipasync.sip.transaction;

import java.util.function.Supplier;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.Flow;

/**
 * User of the transaction layer: a UAS, a proxy, a container. Called on the loop's thread.
 *
 * <p>A transaction owns its request until it is answered: change headers on a {@link
 * SipRequest#copy} only.
 */
public interface TransactionUser {
  /**
   * Handles a new request other than ACK and CANCEL. Answer it once by {@link
   * ServerTransaction#respond}, now or later. If this method throws, the layer answers 500.
   */
  void onRequest(SipRequest request, ServerTransaction transaction);

  /** Handles an ACK that acknowledges no failure: of a 2xx, or a stray one. Never answered. */
  void onAck(SipRequest ack, Flow flow);

  /**
   * Handles a CANCEL that matches no request here.
   *
   * @param transactions creates its transaction, to be answered by the user
   * @return false if the layer is to answer it with 481
   */
  default boolean onStrayCancel(SipRequest cancel, Supplier<ServerTransaction> transactions) {
    return false;
  }

  /**
   * Decides whether a new request is worth a transaction. One that is not gets a 503 with
   * Retry-After that leaves nothing but its hash: under overload, refusing must stay cheap.
   */
  default boolean accepts(SipRequest request, Flow flow) {
    return true;
  }

  /**
   * Is told that a new request got 503: it was not accepted, or a bound on transactions or their
   * bytes was reached.
   */
  default void onRefused() {}

  /**
   * Handles a response with one of our addresses in its Via but without a transaction, such as a
   * 2xx after 64 × T1. Only a stateless proxy may forward it (RFC 6026 8.9).
   */
  default void onStrayResponse(SipResponse response, Flow flow) {}
}
