package org.sipasync.payara.own;

import java.util.function.BooleanSupplier;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.ForwardingFlow;

/**
 * Flow for responses within a dialog that other nodes may have by the time they are sent: then none
 * is sent.
 *
 * @param mayAnswer returns true if this node may answer now
 */
record LeasedFlow(Flow flow, BooleanSupplier mayAnswer) implements ForwardingFlow {
  @Override
  public void send(byte[] message, Runnable onFailed) {
    if (mayAnswer.getAsBoolean()) {
      flow.send(message, onFailed);
    }
  }

  @Override
  public Flow reopened() {
    return new LeasedFlow(flow.reopened(), mayAnswer);
  }

  @Override
  public boolean isReopenable() {
    return flow.isReopenable();
  }

  @Override
  public boolean isLoopback() {
    return flow.isLoopback();
  }
}
