package org.sipasync.payara.own;

import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.TransportUser;

/**
 * Absorbs repeated INVITEs of calls that a lost node has suspended: whoever takes them over answers
 * them. Without a cluster, a null check. On the loop's thread.
 */
final class LostCallFilter implements TransportUser {
  private final TransportUser user;
  private volatile Survival survival;

  LostCallFilter(TransportUser user) {
    this.user = user;
  }

  /** Sets the cluster, once. Thread-safe. */
  void survival(Survival joined) {
    survival = joined;
  }

  @Override
  public void onRequest(SipRequest request, Flow flow) {
    Survival cluster = survival;
    if (cluster == null
        || !request.method().equals(Method.INVITE)
        || request.hasToTag()
        || !cluster.isOfLost(request)) {
      user.onRequest(request, flow);
    }
  }

  @Override
  public void onResponse(SipResponse response, Flow flow) {
    user.onResponse(response, flow);
  }

  @Override
  public void onClosed(Flow flow) {
    user.onClosed(flow);
  }
}
