package org.sipasync.sip.transaction;

import java.time.Duration;
import org.sipasync.sip.transport.Flow;

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
final class NonInviteClientTransaction<R> implements ClientMachine<R> {
  private enum State {
    TRYING,
    PROCEEDING,
    COMPLETED,
    TERMINATED
  }

  private final Context context;
  private final Flow flow;
  private final ClientEvents<R> events;
  private final byte[] request;
  private final Runnable onFailed = this::onTransportError;
  private final FixedDelays.Timer timerE = Context.timer(this::retransmit);
  private final FixedDelays.Timer lifeTimer = Context.timer(this::onLifeTimer);
  private State state = State.TRYING;
  private Duration interval;

  /** Creates the transaction; {@link #start} begins it. */
  NonInviteClientTransaction(Context context, Flow flow, ClientEvents<R> events, byte[] request) {
    this.context = context;
    this.flow = flow;
    this.events = events;
    this.request = request;
  }

  @Override
  public void start() {
    context.delays().start(lifeTimer, context.values().timeout());
    if (!flow.isReliable()) {
      interval = context.values().t1();
      context.delays().start(timerE, interval);
    }
    flow.send(request, onFailed);
  }

  private void retransmit() {
    boolean trying = state == State.TRYING;
    interval = trying ? context.values().next(interval) : context.values().t2();
    context.delays().start(timerE, interval);
    flow.send(request, onFailed);
  }

  @Override
  public void onResponse(int status, R response) {
    if (state == State.COMPLETED || state == State.TERMINATED) {
      return;
    }
    if (status < 200) {
      state = State.PROCEEDING;
    } else {
      complete();
    }
    events.onResponse(status, response);
  }

  @Override
  public void leave() {
    context.delays().cancel(timerE);
  }

  private void complete() {
    state = State.COMPLETED;
    context.delays().cancel(timerE);
    if (flow.isReliable()) {
      terminate();
    } else {
      context.delays().start(lifeTimer, context.values().t4());
    }
  }

  private void onLifeTimer() {
    boolean unanswered = state != State.COMPLETED;
    terminate();
    if (unanswered) {
      events.onTimeout();
    }
  }

  @Override
  public void onTransportError() {
    if (state == State.TRYING || state == State.PROCEEDING) {
      terminate();
      events.onTransportError();
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
    context.delays().cancel(timerE);
    context.delays().cancel(lifeTimer);
    events.onTerminated();
  }
}
