package org.sipasync.sip.locate;

import java.net.InetSocketAddress;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.ClientUser;
import org.sipasync.sip.transaction.LoopDetection;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transport.Transports;

/** Sends requests to URIs: finds their servers and tries them in turn (RFC 3263 4.3). */
public final class RequestSender {
  final TransactionLayer layer;
  final Transports transports;
  final Locator locator;
  final Blacklist blacklist;

  public RequestSender(
      TransactionLayer layer, Transports transports, Locator locator, Blacklist blacklist) {
    this.layer = layer;
    this.transports = transports;
    this.locator = locator;
    this.blacklist = blacklist;
  }

  /**
   * Sends a request other than ACK and CANCEL. It must not change until the user has been told its
   * outcome.
   *
   * @param nextHop the first Route, else the Request-URI (RFC 3261 8.1.2)
   * @param user is told the outcome of the last attempt only, once, as if there were one
   *     transaction
   */
  public OutgoingRequest send(SipRequest request, SipUri nextHop, ClientUser user) {
    return send(request, nextHop, user, "");
  }

  /**
   * Sends a request as {@link #send(SipRequest, SipUri, ClientUser)} does.
   *
   * @param branchSuffix end of each branch, a token: a proxy's {@link LoopDetection#mark}
   */
  public OutgoingRequest send(
      SipRequest request, SipUri nextHop, ClientUser user, String branchSuffix) {
    return send(request, nextHop, user, branchSuffix, null);
  }

  /**
   * Sends a request as {@link #send(SipRequest, SipUri, ClientUser, String)} does.
   *
   * @param from local address of the preferred listen point; others send to targets that it cannot
   *     reach; null for no preference
   */
  public OutgoingRequest send(
      SipRequest request,
      SipUri nextHop,
      ClientUser user,
      String branchSuffix,
      InetSocketAddress from) {
    OutgoingRequest outgoing = new OutgoingRequest(this, request, user, branchSuffix, from);
    locator.locate(nextHop, outgoing::onLocated);
    return outgoing;
  }
}
