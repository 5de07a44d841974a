package org.sipasync.container.dispatch;

import java.net.InetSocketAddress;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;

/**
 * Way back of an {@link InheritedCall}. Sends nothing before the call has begun here: what refuses
 * the request on its way would answer a call that others may go on with.
 */
final class InheritedFlow implements Flow {
  private final Flow flow;
  private final InheritedCall call;
  private boolean hasBegun;

  InheritedFlow(Flow flow, InheritedCall call) {
    this.flow = flow;
    this.call = call;
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

  @Override
  public Transport transport() {
    return flow.transport();
  }

  @Override
  public long serial() {
    return flow.serial();
  }

  @Override
  public boolean isReliable() {
    return flow.isReliable();
  }

  /** Returns true until it begins: the call has passed the doors of the node that is gone. */
  @Override
  public boolean isLoopback() {
    return !hasBegun;
  }

  @Override
  public InetSocketAddress local() {
    return flow.local();
  }

  @Override
  public InetSocketAddress remote() {
    return flow.remote();
  }
}
