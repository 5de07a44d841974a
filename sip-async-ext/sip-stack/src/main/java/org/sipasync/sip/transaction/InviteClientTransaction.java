package org.sipasync.sip.transaction;

import java.time.Duration;
import java.util.function.Function;

/**
 * INVITE client transaction (RFC 3261 17.1.1, RFC 6026).
 *
 * <pre>
 *   start: send INVITE
 *      v
 *   CALLING (Timer A: send) --- Timer B: onTimeout, transport error ---+
 *      | 1xx                                                           |
 *      v                                                               |
 *   PROCEEDING                                                         |
 *      |                                                               |
 *      +-- 2xx -----> ACCEPTED  (2xx: to the user) ---- Timer M -------+
 *      |                                                               |
 *      +-- 300-699: send ACK -> COMPLETED (again: ACK) -- Timer D -----+
 *                                                                      v
 *                                                                 TERMINATED
 * </pre>
 *
 * <p>CALLING takes finals as PROCEEDING does. PROCEEDING has no end of its own: the user has Timer
 * C. For the loop's thread only.
 *
 * @param <R> a response
 */
public final class InviteClientTransaction<R> {
  private enum State {
    CALLING,
    PROCEEDING,
    ACCEPTED,
    COMPLETED,
    TERMINATED
  }

  private final Context context;
  private final Peer peer;
  private final ClientUser<R> user;
  private final byte[] invite;
  private final Function<R, byte[]> ackFor;
  private final Runnable onTerminated;
  private final FixedDelays.Timer timerA = Context.timer(this::retransmit);
  private final FixedDelays.Timer lifeTimer = Context.timer(this::onLifeTimer);
  private State state = State.CALLING;
  private Duration interval;
  private byte[] ack;

  /**
   * Describes the transaction; {@link #start} begins it.
   *
   * @param ackFor builds the ACK to a failure (RFC 3261 17.1.1.3)
   * @param onTerminated runs once, before the user hears of a timeout or transport error
   */
  public InviteClientTransaction(
      Context context,
      Peer peer,
      ClientUser<R> user,
      byte[] invite,
      Function<R, byte[]> ackFor,
      Runnable onTerminated) {
    this.context = context;
    this.peer = peer;
    this.user = user;
    this.invite = invite;
    this.ackFor = ackFor;
    this.onTerminated = onTerminated;
  }

  /** Sends the INVITE. */
  public void start() {
    context.delays().start(lifeTimer, context.values().timeout());
    if (!peer.isReliable()) {
      interval = context.values().t1();
      context.delays().start(timerA, interval);
    }
    peer.send(invite);
  }

  /** Timer A doubles without a limit; Timer B ends it. */
  private void retransmit() {
    interval = interval.plus(interval);
    context.delays().start(timerA, interval);
    peer.send(invite);
  }

  /** Handles a response that matches the transaction. */
  public void onResponse(int status, R response) {
    switch (state) {
      case CALLING, PROCEEDING -> onFirst(status, response);
      case ACCEPTED -> {
        if (status >= 200 && status < 300) {
          user.onResponse(status, response);
        }
      }
      case COMPLETED -> {
        if (status >= 300) {
          peer.send(ack);
        }
      }
      case TERMINATED -> {}
    }
  }

  private void onFirst(int status, R response) {
    context.delays().cancel(timerA);
    context.delays().cancel(lifeTimer);
    if (status < 200) {
      state = State.PROCEEDING;
    } else if (status < 300) {
      state = State.ACCEPTED;
      context.delays().start(lifeTimer, context.values().timeout());
    } else {
      complete(response);
    }
    user.onResponse(status, response);
  }

  private void complete(R response) {
    state = State.COMPLETED;
    ack = ackFor.apply(response);
    peer.send(ack);
    if (peer.isReliable()) {
      terminate();
    } else {
      context.delays().start(lifeTimer, context.values().timerD());
    }
  }

  private void onLifeTimer() {
    boolean unanswered = state == State.CALLING;
    terminate();
    if (unanswered) {
      user.onTimeout();
    }
  }

  /** Handles the loss of the flow; once a response has come, it changes nothing for the user. */
  public void onTransportError() {
    if (state == State.CALLING) {
      terminate();
      user.onTransportError();
    } else if (state == State.COMPLETED) {
      terminate();
    }
  }

  /**
   * Ends the transaction without telling the user: after Timer C, or 64 × T1 after a CANCEL that
   * brought no final response (RFC 3261 9.1). Idempotent.
   */
  public void abandon() {
    if (state != State.TERMINATED) {
      terminate();
    }
  }

  private void terminate() {
    state = State.TERMINATED;
    context.delays().cancel(timerA);
    context.delays().cancel(lifeTimer);
    onTerminated.run();
  }
}
