package org.sipasync.sip.transaction;

import java.time.Duration;

/**
 * Non-INVITE client transaction (RFC 3261 17.1.2).
 *
 * <pre>
 *   start: send request
 *      v
 *   TRYING (Timer E: send, T1 doubling to T2) ----- Timer F: onTimeout, transport error --+
 *      | 1xx                                                                              |
 *      v                                                                                  |
 *   PROCEEDING (Timer E: send, every T2) ---------- Timer F: onTimeout, transport error --+
 *      |                                                                                  |
 *      | 200-699, also from TRYING                                                        |
 *      v                                                                                  v
 *   COMPLETED (absorbs) --------------------------- Timer K -----------------------> TERMINATED
 * </pre>
 *
 * <p>For the loop's thread only.
 *
 * @param <R> a response
 */
public final class NonInviteClientTransaction<R> {
  private enum State {
    TRYING,
    PROCEEDING,
    COMPLETED,
    TERMINATED
  }

  private final Context context;
  private final Peer peer;
  private final ClientUser<R> user;
  private final byte[] request;
  private final Runnable onTerminated;
  private final FixedDelays.Timer timerE = Context.timer(this::retransmit);
  private final FixedDelays.Timer lifeTimer = Context.timer(this::onLifeTimer);
  private State state = State.TRYING;
  private Duration interval;

  /**
   * Describes the transaction; {@link #start} begins it.
   *
   * @param onTerminated runs once, before the user hears of a timeout or transport error
   */
  public NonInviteClientTransaction(
      Context context, Peer peer, ClientUser<R> user, byte[] request, Runnable onTerminated) {
    this.context = context;
    this.peer = peer;
    this.user = user;
    this.request = request;
    this.onTerminated = onTerminated;
  }

  /** Sends the request. */
  public void start() {
    context.delays().start(lifeTimer, context.values().timeout());
    if (!peer.isReliable()) {
      interval = context.values().t1();
      context.delays().start(timerE, interval);
    }
    peer.send(request);
  }

  private void retransmit() {
    boolean trying = state == State.TRYING;
    interval = trying ? context.values().next(interval) : context.values().t2();
    context.delays().start(timerE, interval);
    peer.send(request);
  }

  /** Handles a response that matches the transaction. */
  public void onResponse(int status, R response) {
    if (state == State.COMPLETED || state == State.TERMINATED) {
      return;
    }
    if (status < 200) {
      state = State.PROCEEDING;
    } else {
      complete();
    }
    user.onResponse(status, response);
  }

  private void complete() {
    state = State.COMPLETED;
    context.delays().cancel(timerE);
    if (peer.isReliable()) {
      terminate();
    } else {
      context.delays().start(lifeTimer, context.values().t4());
    }
  }

  private void onLifeTimer() {
    boolean unanswered = state != State.COMPLETED;
    terminate();
    if (unanswered) {
      user.onTimeout();
    }
  }

  /** Handles the loss of the flow; nothing changes once the final response has come. */
  public void onTransportError() {
    if (state == State.TRYING || state == State.PROCEEDING) {
      terminate();
      user.onTransportError();
    }
  }

  private void terminate() {
    state = State.TERMINATED;
    context.delays().cancel(timerE);
    context.delays().cancel(lifeTimer);
    onTerminated.run();
  }
}
