package org.sipasync.container.dispatch;

import org.sipasync.loop.EventLoop;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.ForwardingFlow;

/**
 * Flow of another loop: what is sent by it is handed over, in its order.
 *
 * @param owner loop that the flow belongs to
 * @param user loop that uses it here, and is told of failures
 * @param isReopened true if the flow is to be opened again when it cannot be sent by
 */
record HandedFlow(Flow flow, EventLoop owner, EventLoop user, boolean isReopened)
    implements ForwardingFlow {
  HandedFlow(Flow flow, EventLoop owner, EventLoop user) {
    this(flow, owner, user, false);
  }

  @Override
  public void send(byte[] message, Runnable onFailed) {
    Runnable told = onFailed == null ? null : () -> user.execute(onFailed);
    owner.execute(() -> (isReopened ? flow.reopened() : flow).send(message, told));
  }

  @Override
  public Flow reopened() {
    return new HandedFlow(flow, owner, user, true);
  }

  @Override
  public boolean isReopenable() {
    return flow.isReopenable();
  }
}
