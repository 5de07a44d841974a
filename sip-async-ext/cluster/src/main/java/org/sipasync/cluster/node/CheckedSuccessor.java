package org.sipasync.cluster.node;

import java.util.function.Predicate;
import org.sipasync.cluster.call.CallOwner;
import org.sipasync.cluster.call.StoredCall;
import org.sipasync.cluster.call.Successor;
import org.sipasync.cluster.record.CallRecord;

/** Keeps calls from the container that another member has answered already; ends them. */
record CheckedSuccessor(Successor container, Predicate<String> isAnswered) implements Successor {
  private static final CallOwner NOBODY = () -> {};

  @Override
  public CallOwner takeOver(CallRecord record, long remaining, StoredCall call) {
    return isOver(record, call) ? NOBODY : container.takeOver(record, remaining, call);
  }

  @Override
  public CallOwner resend(CallRecord record, byte[] response, StoredCall call) {
    return isOver(record, call) ? NOBODY : container.resend(record, response, call);
  }

  private boolean isOver(CallRecord record, StoredCall call) {
    boolean isOver = isAnswered.test(record.origin().transactionKey());
    if (isOver) {
      call.end();
    }
    return isOver;
  }
}
