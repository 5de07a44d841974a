package org.sipasync.container.dispatch;

import org.sipasync.container.message.RequestFacade;
import org.sipasync.sip.transaction.FinalGate;

/** An INVITE that a node which is gone had suspended, and what is to be done for it here. */
public interface InheritedCall {

  /** Returns the application's name; never null. */
  String application();

  /** Returns the To tag of the responses that have left; never null. */
  String localTag();

  /** Returns the final response that was fixed; null if there is none. */
  byte[] response();

  /** Returns true if its caller has cancelled it meanwhile. Thread-safe. */
  boolean isCancelled();

  /** Returns what holds the final response back; never null. */
  FinalGate gate();

  /**
   * Goes on where the node was lost, as a handler of the request: in its session's lane and in the
   * application's context.
   */
  void goOn(RequestFacade request) throws Exception;

  /**
   * Notifies that the call cannot go on here; no response has left. On the loop's thread.
   *
   * @param why the cause, for the log
   */
  void failed(String why);
}
