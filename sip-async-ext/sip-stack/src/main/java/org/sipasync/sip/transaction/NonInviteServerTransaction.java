package org.sipasync.sip.transaction;

import java.util.function.IntFunction;
import org.sipasync.sip.transport.Flow;

/**
 * Non-INVITE server transaction (RFC 3261 17.2.2, RFC 4320).
 *
 * <pre>
 *   request
 *      |
 *   TRYING --- 3.5 s without a response: send 100 ---> PROCEEDING (request: send 100)
 *      |                                                   |
 *      +-- 200-699: send ----------------------------------+
 *      |   408: send nothing                               |
 *      |                                                   | 64 × T1: onTimeout
 *      v                                                   |
 *   TERMINATED &lt;-------------------------------------------+
 * </pre>
 *
 * <p>Over an unreliable transport an {@link AnsweredTransaction} then repeats the response, or
 * absorbs retransmissions if none was sent. A transport error does not change the state (RFC 6026
 * 8.8). For the loop's thread only.
 */
final class NonInviteServerTransaction implements ServerTransaction, TransactionTable.Entry {
  private enum State {
    TRYING,
    PROCEEDING,
    TERMINATED
  }

  private final Context context;
  private final Arrival arrival;
  private final Runnable onFailed = this::onTransportError;
  private final FixedDelays.Timer timer = Context.timer(this::onTimer);
  private IntFunction<byte[]> answers;
  private byte[] trying;
  private ServerUser user = ServerUser.NONE;
  private State state = State.TRYING;

  /**
   * Adds a new transaction to the table.
   *
   * @param answers builds the 100 Trying if the user has not answered within 3.5 s
   */
  NonInviteServerTransaction(Context context, Arrival arrival, IntFunction<byte[]> answers) {
    this.context = context;
    this.arrival = arrival;
    this.answers = answers;
    context.table().put(arrival.key(), this);
    context.delays().start(timer, context.values().timerEAtT2());
  }

  @Override
  public boolean respond(int status, byte[] response) {
    if (state == State.TERMINATED || status < 200) {
      return false;
    }
    boolean sent = status != 408;
    terminate(sent ? response : null);
    if (sent) {
      flow().send(response, onFailed);
    }
    return sent;
  }

  private void onTimer() {
    if (state == State.TRYING) {
      state = State.PROCEEDING;
      context.delays().start(timer, context.values().timeoutAfterTrying());
      trying = answers.apply(100);
      answers = null;
      flow().send(trying, onFailed);
    } else {
      terminate(null);
      user.onTimeout();
    }
  }

  private void terminate(byte[] response) {
    context.delays().cancel(timer);
    state = State.TERMINATED;
    answers = null;
    trying = null;
    if (flow().isReliable()) {
      context.table().remove(arrival.key());
    } else {
      AnsweredTransaction.keep(context, arrival, response);
    }
  }

  @Override
  public void onRetransmission() {
    if (state == State.PROCEEDING) {
      flow().send(trying, onFailed);
    }
  }

  private void onTransportError() {
    user.onTransportError();
  }

  @Override
  public void user(ServerUser user) {
    this.user = user;
  }

  @Override
  public boolean isAnswered() {
    return state == State.TERMINATED;
  }

  @Override
  public boolean isMerged() {
    return arrival.merged();
  }

  @Override
  public Flow flow() {
    return arrival.flow();
  }

  @Override
  public int bytes() {
    return arrival.bytes();
  }

  @Override
  public long origin() {
    return arrival.origin();
  }
}
