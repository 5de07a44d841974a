package org.sipasync.sip.transaction;

import java.time.Duration;
import org.sipasync.sip.transport.Flow;

/**
 * INVITE client transaction (RFC 3261 17.1.1, RFC 6026 7.2).
 *
 * <pre>
 *   start: send INVITE
 *      v
 *   CALLING (Timer A: send) --- Timer B: onTimeout, transport error ---+
 *      | 1xx                                                           |
 *      v                                                               |
 *   PROCEEDING (cancel or limit: send CANCEL) ---- 64 × T1 after that --+
 *      |                                           CANCEL: onTimeout   |
 *      +-- 2xx -----> ACCEPTED  (2xx: to the user) ---- Timer M -------+
 *      |                                                               |
 *      +-- 300-699: send ACK -> COMPLETED (again: ACK) -- Timer D -----+
 *                                                                      v
 *                                                                 TERMINATED
 * </pre>
 *
 * <p>CALLING handles final responses as PROCEEDING does; a transaction that is left for another
 * server stays in it, without Timer A. A CANCEL requested in CALLING waits for the first 1xx (9.1).
 * The limit of PROCEEDING is optional and restarts with each 101-199, like Timer C. A closed
 * connection does not end PROCEEDING: the server may open another one for its response (18.2.2),
 * and so do we for CANCEL and ACK; that of a WebSocket client, who cannot, does. For the loop's
 * thread only.
 *
 * @param <R> a response
 */
final class InviteClientTransaction<R> implements ClientMachine<R> {
  private enum State {
    CALLING,
    PROCEEDING,
    ACCEPTED,
    COMPLETED,
    TERMINATED
  }

  private enum CancelState {
    NONE,
    WANTED,
    SENT
  }

  private final Context context;
  private final Flow flow;
  private final ClientEvents.Invite<R> events;
  private final byte[] invite;
  private final Runnable onFailed = this::onTransportError;
  private final FixedDelays.Timer timerA = Context.timer(this::retransmit);
  private final FixedDelays.Timer lifeTimer = Context.timer(this::onLifeTimer);
  private State state = State.CALLING;
  private CancelState cancel = CancelState.NONE;
  private boolean limited = true;
  private Duration interval;
  private byte[] ack;

  /** Creates the transaction; {@link #start} begins it. */
  InviteClientTransaction(
      Context context, Flow flow, ClientEvents.Invite<R> events, byte[] invite) {
    this.context = context;
    this.flow = flow;
    this.events = events;
    this.invite = invite;
  }

  @Override
  public void start() {
    context.delays().start(lifeTimer, context.values().timeout());
    if (!isReliable()) {
      interval = context.values().t1();
      context.delays().start(timerA, interval);
    }
    flow.send(invite, onFailed);
  }

  /** Retransmits. Timer A doubles without a limit, until Timer B ends the transaction. */
  private void retransmit() {
    interval = interval.plus(interval);
    context.delays().start(timerA, interval);
    flow.send(invite, onFailed);
  }

  @Override
  public void onResponse(int status, R response) {
    switch (state) {
      case CALLING, PROCEEDING -> onAwaited(status, response);
      case ACCEPTED -> {
        if (status >= 200 && status < 300) {
          events.onResponse(status, response);
        }
      }
      case COMPLETED -> {
        if (status >= 300) {
          flow.send(ack, onFailed);
        }
      }
      case TERMINATED -> {}
    }
  }

  private void onAwaited(int status, R response) {
    context.delays().cancel(timerA);
    if (status < 200) {
      proceed(status);
    } else if (status < 300) {
      state = State.ACCEPTED;
      context.delays().start(lifeTimer, context.values().timeout());
    } else {
      complete(response);
    }
    events.onResponse(status, response);
  }

  private void proceed(int status) {
    boolean first = state == State.CALLING;
    state = State.PROCEEDING;
    if (cancel == CancelState.SENT) {
      return;
    }
    if (first) {
      context.delays().cancel(lifeTimer);
    }
    if (cancel == CancelState.WANTED) {
      sendCancel();
    } else if (isLimited() && (first || status > 100)) {
      context.delays().start(lifeTimer, context.values().proceeding());
    }
  }

  private boolean isLimited() {
    return limited && context.values().proceeding() != null;
  }

  @Override
  public void unlimited() {
    limited = false;
  }

  private void complete(R response) {
    state = State.COMPLETED;
    ack = events.ackFor(response);
    flow.reopened().send(ack, onFailed);
    if (isReliable()) {
      terminate();
    } else {
      context.delays().start(lifeTimer, context.values().timerD());
    }
  }

  @Override
  public void cancel() {
    if (cancel == CancelState.NONE && state == State.CALLING) {
      cancel = CancelState.WANTED;
    } else if (cancel == CancelState.NONE && state == State.PROCEEDING) {
      sendCancel();
    }
  }

  @Override
  public void leave() {
    context.delays().cancel(timerA);
    cancel();
  }

  private void sendCancel() {
    cancel = CancelState.SENT;
    context.delays().start(lifeTimer, context.values().timeout());
    events.sendCancel();
  }

  private void onLifeTimer() {
    if (state == State.PROCEEDING && cancel != CancelState.SENT) {
      sendCancel();
      return;
    }
    boolean unanswered = state == State.CALLING || state == State.PROCEEDING;
    terminate();
    if (unanswered) {
      events.onTimeout();
    }
  }

  @Override
  public void onTransportError() {
    boolean isHopeless = state == State.PROCEEDING && !flow.isReopenable();
    if (state == State.CALLING || isHopeless) {
      terminate();
      events.onTransportError();
    } else if (state == State.COMPLETED) {
      terminate();
    }
  }

  @Override
  public void abandon() {
    if (state != State.TERMINATED) {
      terminate();
    }
  }

  private void terminate() {
    state = State.TERMINATED;
    context.delays().cancel(timerA);
    context.delays().cancel(lifeTimer);
    events.onTerminated();
  }

  private boolean isReliable() {
    return flow.isReliable();
  }
}
