package org.sipasync.payara.own;

import java.util.concurrent.Executor;
import org.sipasync.sip.transaction.FinalGate;
import org.sipasync.spi.CallSurvival.Stored;
import org.sipasync.spi.SurvivingCall;

/** Holds the final response of a stored INVITE back until the cluster has it. */
final class StoredGate implements FinalGate {
  private final Executor loop;
  private final int takeovers;
  private volatile Stored stored;

  /**
   * Creates a gate.
   *
   * @param loop the loop that sends
   * @param takeovers number of nodes that were lost with the call
   */
  StoredGate(Executor loop, int takeovers) {
    this.loop = loop;
    this.takeovers = takeovers;
  }

  /** Sets the call in the cluster; before anything else is called. */
  void stored(Stored call) {
    stored = call;
  }

  int takeovers() {
    return takeovers;
  }

  void replace(SurvivingCall call) {
    stored.replace(call);
  }

  @Override
  public void decide(byte[] response, Runnable send) {
    stored.answer(response, () -> loop.execute(send));
  }

  @Override
  public void ended() {
    stored.end();
  }
}
