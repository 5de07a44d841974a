package org.sipasync.sip.transaction;

import java.util.concurrent.Executor;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.Via;
import org.sipasync.sip.transport.Flow;

/** Client transaction as its user sees it. For the loop's thread only. */
public final class ClientTransaction {
  private final ClientTransactions transactions;
  private final Context context;
  private final SipRequest request;
  private final Via via;
  private final Flow flow;
  private final ClientUser user;
  private final ClientMachine<SipResponse> machine;
  private final int bytes;
  private SipRequest cancel;
  private boolean isRefused;

  /** Runs if nothing is heard for a while; null unless the user wants to know. */
  private FixedDelays.Timer silence;

  /**
   * Creates a transaction without starting it.
   *
   * @param request with our Via on top; must no longer change
   */
  ClientTransaction(
      ClientTransactions transactions,
      Context context,
      SipRequest request,
      Via via,
      Flow flow,
      ClientUser user) {
    this.transactions = transactions;
    this.context = context;
    this.request = request;
    this.via = via;
    this.flow = flow;
    this.user = user;
    byte[] message = request.toBytes();
    this.bytes = message.length;
    this.machine =
        request.method().equals(Method.INVITE)
            ? new InviteClientTransaction<>(context, flow, new Events(), message)
            : new NonInviteClientTransaction<>(context, flow, new Events(), message);
  }

  /** Returns the flow of the request. */
  public Flow flow() {
    return flow;
  }

  /** Returns the branch of the request's top Via. */
  public String branch() {
    return via.branch();
  }

  /**
   * Creates the CANCEL of this INVITE; the caller may add headers such as Reason.
   *
   * @throws IllegalStateException if this is not an INVITE
   */
  public SipRequest createCancel() {
    if (!request.method().equals(Method.INVITE)) {
      throw new IllegalStateException("Only an INVITE is cancelled, not a " + request.method());
    }
    try {
      return HopRequests.cancel(request);
    } catch (ParseException e) {
      throw new IllegalStateException("The INVITE was checked when it was sent", e);
    }
  }

  /** Sends a CANCEL without further headers, as {@link #cancel(SipRequest)} does. */
  public void cancel() {
    cancel(createCancel());
  }

  /**
   * Sends a CANCEL, made by {@link #createCancel}, as soon as there is a provisional response (RFC
   * 3261 9.1). The INVITE still gets its final response, or a timeout 64 × T1 later. Does nothing
   * the second time or after a final response.
   */
  public void cancel(SipRequest request) {
    if (cancel == null) {
      cancel = request;
      machine.cancel();
    }
  }

  /**
   * Takes off the limit of {@link TimerValues#withProceeding}: the user cancels an INVITE that
   * rings too long itself, as by Timer C. To be called before the first response.
   */
  public void unlimited() {
    machine.unlimited();
  }

  /**
   * Runs a task if neither a response nor an error has come within 8 × T1. To be called when the
   * request has been sent.
   */
  public void onSilence(Runnable task) {
    silence = Context.timer(task);
    context.delays().start(silence, context.values().silence());
  }

  /**
   * Stops retransmitting, since another server is tried. An INVITE is cancelled if this one answers
   * after all; the user still hears what comes.
   */
  public void leave() {
    machine.leave();
  }

  private void heard() {
    if (silence != null) {
      context.delays().cancel(silence);
      silence = null;
    }
  }

  /** Ends the transaction without telling the user. Idempotent. */
  public void abandon() {
    machine.abandon();
  }

  /** Returns true if the request was not sent because there were too many transactions. */
  public boolean isRefused() {
    return isRefused;
  }

  /** Fails the transaction asynchronously instead of starting it. */
  void refuse(Executor loop) {
    isRefused = true;
    loop.execute(machine::onTransportError);
  }

  void start() {
    machine.start();
  }

  void onResponse(SipResponse response) {
    heard();
    machine.onResponse(response.status(), response);
  }

  void onClosed() {
    machine.onTransportError();
  }

  /** Returns the size of the request. */
  int bytes() {
    return bytes;
  }

  Via via() {
    return via;
  }

  Method method() {
    return request.method();
  }

  private final class Events implements ClientEvents.Invite<SipResponse> {
    @Override
    public void onResponse(int status, SipResponse response) {
      user.onResponse(response);
    }

    @Override
    public void onTimeout() {
      user.onTimeout();
    }

    @Override
    public void onTransportError() {
      user.onTransportError();
    }

    @Override
    public void onTerminated() {
      heard();
      transactions.remove(ClientTransaction.this);
    }

    @Override
    public byte[] ackFor(SipResponse response) {
      try {
        return HopRequests.ack(request, response).toBytes();
      } catch (ParseException e) {
        throw new IllegalStateException("The INVITE was checked when it was sent", e);
      }
    }

    @Override
    public void sendCancel() {
      SipRequest toSend = cancel == null ? createCancel() : cancel;
      transactions.cancel(toSend, via, flow.reopened(), IgnoringUser.INSTANCE);
    }
  }

  /** Ignores the CANCEL's own outcome: the INVITE's machine waits in any case. */
  private enum IgnoringUser implements ClientUser {
    INSTANCE;

    @Override
    public void onResponse(SipResponse response) {}

    @Override
    public void onTimeout() {}

    @Override
    public void onTransportError() {}
  }
}
