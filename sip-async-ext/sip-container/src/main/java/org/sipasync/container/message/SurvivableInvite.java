package org.sipasync.container.message;

import java.net.InetSocketAddress;
import org.sipasync.sip.transaction.FinalGate;

/** A received INVITE as a cluster needs it. Thread-safe. */
public interface SurvivableInvite {

  /** Returns the key of its transaction, the same on each node (RFC 3261, 17.2.3). */
  String transactionKey();

  /**
   * Returns the address for its responses from another node: the one it came from, by UDP with the
   * port that its responses go to, else with the sent-by port (RFC 3261, 18.2.2).
   */
  InetSocketAddress peer();

  /** Returns the tag of all its responses. */
  String localTag();

  /** Returns the gate that was set; null before. */
  FinalGate gate();

  /**
   * Holds its final response back, unless it has one.
   *
   * @param onSet runs on the loop's thread once the gate is set; never if the INVITE has its final
   *     response
   */
  void gate(FinalGate gate, Runnable onSet);

  /** Runs a task on the loop's thread, where responses are sent. */
  void onLoop(Runnable task);

  /**
   * Ends it here without a response: another node has it.
   *
   * @param why what its application is told
   */
  void giveUp(String why);
}
