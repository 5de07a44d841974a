package org.sipasync.sip.transaction;

import java.time.Duration;

/**
 * INVITE server transaction (RFC 3261 17.2.1, RFC 6026).
 *
 * <pre>
 *   INVITE                         101-199: send; 200 ms without a response: send 100
 *      v
 *   PROCEEDING --- 2xx: send -----> ACCEPTED   (2xx: send; ACK: to the user)
 *      |                               | Timer L
 *      | 300-699: send                 |
 *      v                               |
 *   COMPLETED  (Timer G, INVITE: send) |
 *      |   | Timer H: onTimeout -------+
 *  ACK |                               |
 *      v         Timer I               v
 *   CONFIRMED --------------------> TERMINATED
 * </pre>
 *
 * <p>A transport error changes no state (RFC 6026 8.8). For the loop's thread only.
 */
public final class InviteServerTransaction implements ServerTransaction {
  private enum State {
    PROCEEDING,
    ACCEPTED,
    COMPLETED,
    CONFIRMED,
    TERMINATED
  }

  private final Context context;
  private final TransactionKey key;
  private final Peer peer;
  private final ServerUser user;
  private final FixedDelays.Timer tryingTimer;
  private final FixedDelays.Timer timerG = Context.timer(this::retransmit);
  private final FixedDelays.Timer lifeTimer = Context.timer(this::onLifeTimer);
  private State state = State.PROCEEDING;
  private byte[] last;
  private Duration interval;

  /**
   * Enters a new transaction into the table.
   *
   * @param trying the 100 Trying to send if the user has not answered in 200 ms
   */
  public InviteServerTransaction(
      Context context, TransactionKey key, Peer peer, ServerUser user, byte[] trying) {
    this.context = context;
    this.key = key;
    this.peer = peer;
    this.user = user;
    this.tryingTimer = Context.timer(() -> send(trying));
    context.table().put(key, this);
    context.delays().start(tryingTimer, TimerValues.TRYING);
  }

  /**
   * Sends a response; the user repeats its 2xx itself until the ACK.
   *
   * @return false if nothing was sent, since the transaction has a final response
   */
  public boolean respond(int status, byte[] response) {
    boolean repeated2xx = state == State.ACCEPTED && status >= 200 && status < 300;
    if (state != State.PROCEEDING && !repeated2xx) {
      return false;
    }
    context.delays().cancel(tryingTimer);
    if (state == State.PROCEEDING && status >= 300) {
      complete();
    } else if (state == State.PROCEEDING && status >= 200) {
      state = State.ACCEPTED;
      context.delays().start(lifeTimer, context.values().timeout());
    }
    send(response);
    return true;
  }

  private void complete() {
    state = State.COMPLETED;
    context.delays().start(lifeTimer, context.values().timeout());
    if (!peer.isReliable()) {
      interval = context.values().t1();
      context.delays().start(timerG, interval);
    }
  }

  private void send(byte[] response) {
    last = response;
    peer.send(response);
  }

  private void retransmit() {
    interval = context.values().next(interval);
    context.delays().start(timerG, interval);
    peer.send(last);
  }

  @Override
  public void onRetransmission() {
    boolean repeats = state == State.PROCEEDING || state == State.COMPLETED;
    if (repeats && last != null) {
      peer.send(last);
    }
  }

  @Override
  public void onAck() {
    if (state == State.ACCEPTED) {
      user.onAck();
    } else if (state == State.COMPLETED) {
      context.delays().cancel(timerG);
      state = State.CONFIRMED;
      if (peer.isReliable()) {
        terminate();
      } else {
        context.delays().start(lifeTimer, context.values().t4());
      }
    }
  }

  private void onLifeTimer() {
    boolean ackMissing = state == State.COMPLETED;
    terminate();
    if (ackMissing) {
      user.onTimeout();
    }
  }

  @Override
  public void onTransportError() {
    if (state != State.CONFIRMED && state != State.TERMINATED) {
      user.onTransportError();
    }
  }

  private void terminate() {
    state = State.TERMINATED;
    context.delays().cancel(timerG);
    context.delays().cancel(lifeTimer);
    context.table().remove(key);
    last = null;
  }
}
