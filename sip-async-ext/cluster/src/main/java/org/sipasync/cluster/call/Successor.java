package org.sipasync.cluster.call;

import java.util.function.Consumer;
import org.sipasync.cluster.record.CallRecord;

/**
 * The container, as heir of calls and sessions; called on the node's thread, while the lease is
 * held. Must not block and enqueues the application's code.
 */
public interface Successor {

  /**
   * Takes a call or a {@linkplain CallRecord#isSession session} over. A call's function runs again
   * if it {@linkplain CallRecord.Work#canRunAgain may}, else its route runs with {@link
   * org.sipasync.function.ReturnCodes#NODE_LOST}.
   *
   * @param record the call
   * @param remaining time in milliseconds that its operation has left; may be zero
   * @param call to be answered and ended
   * @return what hears of the call from now on; never null
   */
  CallOwner takeOver(CallRecord record, long remaining, StoredCall call);

  /**
   * Sends the final response that the dead node had fixed, whether or not it was sent, and ends the
   * call after it.
   */
  CallOwner resend(CallRecord record, byte[] response, StoredCall call);

  /**
   * Returns true if a dialog is here.
   *
   * @param dialog as this node's container has asked for it on another node
   */
  default boolean hasDialog(DialogId dialog) {
    return false;
  }

  /**
   * Notifies of a call of a dead node. If a retransmission of its request has begun a second one
   * here, that one ends without an answer.
   *
   * @param onAnswered runs on the node's thread or another one, if the second one has its final
   *     response already: nobody must answer the first
   */
  default void orphaned(CallRecord record, Runnable onAnswered) {}

  /**
   * Takes a CANCEL that another node has received.
   *
   * @param cancel the message
   * @param onEnd gets true if its INVITE is here, once, on any thread
   */
  default void cancel(byte[] cancel, Consumer<Boolean> onEnd) {
    onEnd.accept(false);
  }
}
