package org.sipasync.sip.transaction;

/**
 * Non-INVITE server transaction (RFC 3261 17.2.2, RFC 4320).
 *
 * <pre>
 *   request
 *      |
 *   TRYING --- 100, or 3.5 s without a response: send 100 ---> PROCEEDING
 *      |                                                         |  retransmission: send 100
 *      +------------------- 200-699: send -----------------------+
 *                              |
 *         unreliable: AnsweredTransaction until Timer J, then
 *                              v
 *                         TERMINATED   &lt;--- 408: nothing is sent (RFC 4320)
 * </pre>
 *
 * <p>For the loop's thread only.
 */
public final class NonInviteServerTransaction implements ServerTransaction {
  private enum State {
    TRYING,
    PROCEEDING,
    TERMINATED
  }

  private final Context context;
  private final TransactionKey key;
  private final Peer peer;
  private final ServerUser user;
  private final byte[] trying;
  private final FixedDelays.Timer tryingTimer = Context.timer(this::sendTrying);
  private State state = State.TRYING;

  /**
   * Enters a new transaction into the table.
   *
   * @param trying the 100 Trying to send if the user has not answered in 3.5 s
   */
  public NonInviteServerTransaction(
      Context context, TransactionKey key, Peer peer, ServerUser user, byte[] trying) {
    this.context = context;
    this.key = key;
    this.peer = peer;
    this.user = user;
    this.trying = trying;
    context.table().put(key, this);
    context.delays().start(tryingTimer, context.values().timerEAtT2());
  }

  /**
   * Sends a final response.
   *
   * @return false if nothing was sent: the transaction has its final response, or the status is
   *     provisional (100 goes by itself, others are forbidden) or 408
   */
  public boolean respond(int status, byte[] response) {
    if (state == State.TERMINATED || status < 200) {
      return false;
    }
    context.delays().cancel(tryingTimer);
    state = State.TERMINATED;
    if (status == 408 || peer.isReliable()) {
      context.table().remove(key);
    } else {
      AnsweredTransaction.keep(context, key, peer, response);
    }
    if (status == 408) {
      return false;
    }
    peer.send(response);
    return true;
  }

  private void sendTrying() {
    state = State.PROCEEDING;
    peer.send(trying);
  }

  @Override
  public void onRetransmission() {
    if (state == State.PROCEEDING) {
      peer.send(trying);
    }
  }

  @Override
  public void onTransportError() {
    if (state != State.TERMINATED) {
      user.onTransportError();
    }
  }
}
