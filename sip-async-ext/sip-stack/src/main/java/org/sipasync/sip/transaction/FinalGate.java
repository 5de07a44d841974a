package org.sipasync.sip.transaction;

/**
 * Holds the final response of an INVITE back until others know it, so that whoever takes the call
 * over sends the same. Called on the loop's thread; must not block.
 */
public interface FinalGate {

  /**
   * Fixes the final response. Called once.
   *
   * @param response its bytes, not to be changed
   * @param send sends it; to be run on the loop's thread, once or never
   */
  void decide(byte[] response, Runnable send);

  /** Notifies that the response has been acknowledged, or that the transaction has ended. */
  void ended();
}
