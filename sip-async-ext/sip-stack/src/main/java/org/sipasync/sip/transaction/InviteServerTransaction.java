package org.sipasync.sip.transaction;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.sipasync.sip.transport.Flow;

/**
 * INVITE server transaction (RFC 3261 17.2.1, RFC 6026 7.1).
 *
 * <pre>
 *   INVITE                         101-199: send; 200 ms without a response: send 100
 *      v
 *   PROCEEDING --- 2xx: send -----> ACCEPTED   (2xx: send; ACK: to the user)
 *      |   |                           | Timer L
 *      |   | unanswered: onUnanswered, |
 *      |   v send 408                  |
 *      | 300-699: send                 |
 *      v                               |
 *   COMPLETED  (Timer G, INVITE: send) |
 *      |   | Timer H: onTimeout -------+
 *  ACK |                               |
 *      v         Timer I               v
 *   CONFIRMED --------------------> TERMINATED
 * </pre>
 *
 * <p>A repeated INVITE gets the last response again in PROCEEDING, and is absorbed in ACCEPTED and
 * CONFIRMED. A transport error does not change the state (RFC 6026 8.8). The limit of PROCEEDING
 * restarts with each 101-199. For the loop's thread only.
 */
final class InviteServerTransaction extends FixedDelays.Timer
    implements ServerTransaction, TransactionTable.Entry {
  private enum State {
    PROCEEDING,
    ACCEPTED,
    COMPLETED,
    CONFIRMED,
    TERMINATED
  }

  private final Context context;
  private final Arrival arrival;
  private final Runnable onFailed = this::onTransportError;

  /** Null after a response. */
  private FixedDelays.Timer tryingTimer = Context.timer(this::sendTrying);

  /** Null before a failure. */
  private FixedDelays.Timer timerG;

  private final Consumer<InviteServerTransaction> onTerminated;
  private IntFunction<byte[]> answers;
  private ServerUser user = ServerUser.NONE;
  private State state = State.PROCEEDING;
  private byte[] last;
  private Duration interval;

  /**
   * Adds a new transaction to the table.
   *
   * @param answers builds the 100 if the user has not answered within 200 ms, and the 408 if it
   *     never does
   * @param onTerminated is told of the end
   */
  InviteServerTransaction(
      Context context,
      Arrival arrival,
      IntFunction<byte[]> answers,
      Consumer<InviteServerTransaction> onTerminated) {
    this.onTerminated = onTerminated;
    this.context = context;
    this.arrival = arrival;
    this.answers = answers;
    context.table().put(arrival.key(), this);
    context.delays().start(tryingTimer, TimerValues.TRYING);
    context.delays().start(this, context.values().unanswered());
  }

  @Override
  public boolean respond(int status, byte[] response) {
    boolean repeated2xx = state == State.ACCEPTED && status >= 200 && status < 300;
    if (state != State.PROCEEDING && !repeated2xx) {
      return false;
    }
    if (state == State.PROCEEDING && status >= 300) {
      complete();
    } else if (state == State.PROCEEDING && status >= 200) {
      state = State.ACCEPTED;
      context.delays().start(this, context.values().timeout());
    } else if (state == State.PROCEEDING) {
      context.delays().start(this, context.values().unanswered());
    }
    send(response);
    return true;
  }

  private void complete() {
    state = State.COMPLETED;
    context.delays().start(this, context.values().timeout());
    if (!isReliable()) {
      timerG = Context.timer(this::retransmit);
      interval = context.values().t1();
      context.delays().start(timerG, interval);
    }
  }

  /** Sends a 100, which is built anew for each retransmission to save memory. */
  private void sendTrying() {
    stopTrying();
    flow().send(answers.apply(100), onFailed);
  }

  private void stopTrying() {
    if (tryingTimer != null) {
      context.delays().cancel(tryingTimer);
      tryingTimer = null;
    }
  }

  private void stopTimerG() {
    if (timerG != null) {
      context.delays().cancel(timerG);
    }
  }

  private void send(byte[] response) {
    stopTrying();
    if (isAnswered()) {
      answers = null;
    }
    last = response;
    flow().send(response, onFailed);
  }

  private void retransmit() {
    interval = context.values().next(interval);
    context.delays().start(timerG, interval);
    flow().send(last, onFailed);
  }

  @Override
  public void onRetransmission() {
    boolean repeats = state == State.PROCEEDING || state == State.COMPLETED;
    if (repeats && last != null) {
      flow().send(last, onFailed);
    } else if (repeats && tryingTimer == null) {
      flow().send(answers.apply(100), onFailed);
    }
  }

  /**
   * Handles an ACK that matches the transaction.
   *
   * @return false if it acknowledges a 2xx, and so is for the user (RFC 6026 7.1)
   */
  boolean onAck() {
    if (state == State.COMPLETED) {
      stopTimerG();
      state = State.CONFIRMED;
      if (isReliable()) {
        terminate();
      } else {
        context.delays().start(this, context.values().t4());
      }
    }
    return state != State.ACCEPTED;
  }

  /** Handles Timer L, H or I, or the end of the wait for the user. */
  @Override
  protected void onDue() {
    if (state == State.PROCEEDING) {
      onUnanswered();
      return;
    }
    boolean ackMissing = state == State.COMPLETED;
    terminate();
    if (ackMissing) {
      user.onTimeout();
    }
  }

  /** Lets the user answer, with its own To tag; if it does not, the INVITE ends with a 408. */
  private void onUnanswered() {
    try {
      user.onUnanswered();
    } finally {
      if (state == State.PROCEEDING) {
        respond(408, answers.apply(408));
      }
    }
  }

  private void onTransportError() {
    if (state != State.CONFIRMED && state != State.TERMINATED) {
      user.onTransportError();
    }
  }

  /** Handles the end of every way to the sender: nobody hears of a response, nor sends an ACK. */
  void onPeerGone() {
    if (state == State.PROCEEDING) {
      user.onPeerGone();
    }
    if (state == State.COMPLETED) {
      terminate();
    }
  }

  private void terminate() {
    state = State.TERMINATED;
    stopTrying();
    stopTimerG();
    context.delays().cancel(this);
    context.table().remove(arrival.key());
    onTerminated.accept(this);
    last = null;
  }

  private boolean isReliable() {
    return flow().isReliable();
  }

  /** Returns the user's last response as sent; null before the first and after the end. */
  byte[] last() {
    return last;
  }

  ServerUser user() {
    return user;
  }

  @Override
  public void user(ServerUser user) {
    this.user = user;
  }

  @Override
  public boolean isAnswered() {
    return state != State.PROCEEDING;
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
