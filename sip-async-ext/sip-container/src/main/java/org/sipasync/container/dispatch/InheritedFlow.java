package org.sipasync.container.dispatch;

import java.security.cert.X509Certificate;
import java.util.List;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.ForwardingFlow;

/**
 * Way back of an {@link InheritedCall}. Sends nothing before the call has begun here: what refuses
 * the request on its way would answer a call that others may go on with.
 */
final class InheritedFlow implements ForwardingFlow {
  private final Flow flow;
  private final InheritedCall call;
  private boolean hasBegun;

  InheritedFlow(Flow flow, InheritedCall call) {
    this.flow = flow;
    this.call = call;
  }

  @Override
  public Flow flow() {
    return flow;
  }

  InheritedCall call() {
    return call;
  }

  void begin() {
    hasBegun = true;
  }

  boolean hasBegun() {
    return hasBegun;
  }

  @Override
  public void send(byte[] message, Runnable onFailed) {
    if (hasBegun) {
      flow.reopened().send(message, onFailed);
    }
  }

  @Override
  public Flow reopened() {
    return flow.reopened();
  }

  /** Returns true until it begins: the call has passed the doors of the node that is gone. */
  @Override
  public boolean isLoopback() {
    return !hasBegun;
  }

  /** Returns none: the peer has shown its certificates to a node that is gone. */
  @Override
  public List<X509Certificate> certificates() {
    return List.of();
  }
}
