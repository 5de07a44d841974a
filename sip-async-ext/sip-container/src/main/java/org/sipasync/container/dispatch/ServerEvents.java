package org.sipasync.container.dispatch;

import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.Routing;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Lanes;
import org.sipasync.sip.message.CSeq;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transaction.ServerUser;

/**
 * Events of a server transaction. A CANCEL is answered on the loop at once, and the INVITE with it,
 * however busy the lane is: no 2xx can leave after that (rule A8). Only one that a proxy has is
 * left to its branches (RFC 3261 16.10).
 */
final class ServerEvents implements ServerUser {
  private final SipRequest received;
  private final ServerTransaction transaction;
  private final Uas uas;
  private final Lanes lanes;

  ServerEvents(SipRequest received, ServerTransaction transaction, Uas uas, Lanes lanes) {
    this.received = received;
    this.transaction = transaction;
    this.uas = uas;
    this.lanes = lanes;
  }

  @Override
  public void onCancel(SipRequest cancel, ServerTransaction cancelTransaction) {
    AnsweredInvite rest = new AnsweredInvite(uas.localTag());
    rest.onCancel(cancel, cancelTransaction);
    cancelled(cancel, "CANCEL");
  }

  @Override
  public void onCancelElsewhere(SipRequest cancel) {
    cancelled(cancel, "CANCEL");
  }

  /** Ends it as a CANCEL does that came before this node had the INVITE. */
  void cancelledBefore() {
    cancelled(cancelOf(received), "CANCEL");
  }

  @Override
  public void onSuperseded() {
    if (uas.endOnLoop()) {
      lanes.execute(received.callId(), () -> inLane(this::tellSuperseded));
    } else {
      SipRequest cancel = cancelOf(received);
      lanes.execute(
          received.callId(), () -> uas.proxied().lane().execute(() -> passCancel(cancel)));
    }
  }

  private void tellSuperseded() {
    DialogSession session = uas.session();
    if (uas.onEnded(503, "another server has it")) {
      ServletCall.settle(session);
    }
  }

  /** The caller cannot be reached any more: as if it had cancelled, which applications know. */
  @Override
  public void onPeerGone() {
    SipRequest cancel = cancelOf(received);
    cancel.add(HeaderName.REASON, "SIP;cause=503;text=\"Connection closed\"");
    cancelled(cancel, "connection closed");
  }

  private static SipRequest cancelOf(SipRequest invite) {
    try {
      SipRequest cancel = new SipRequest(Method.CANCEL, invite.uri());
      cancel.add(HeaderName.VIA, invite.topVia());
      cancel.add(HeaderName.MAX_FORWARDS, "70");
      cancel.add(HeaderName.FROM, invite.header(HeaderName.FROM));
      cancel.add(HeaderName.TO, invite.header(HeaderName.TO));
      cancel.add(HeaderName.CALL_ID, invite.callId());
      cancel.add(HeaderName.CSEQ, new CSeq(invite.cseq().number(), Method.CANCEL));
      return cancel;
    } catch (ParseException e) {
      throw new IllegalStateException("A received INVITE has a " + e.reason(), e);
    }
  }

  private void cancelled(SipRequest cancel, String why) {
    if (transaction.isAnswered()) {
      return;
    }
    if (uas.endOnLoop()) {
      end(487);
      lanes.execute(cancel.callId(), () -> inLane(() -> tellCancelled(cancel, why)));
    } else {
      lanes.execute(cancel.callId(), () -> uas.proxied().lane().execute(() -> passCancel(cancel)));
    }
  }

  private void end(int status) {
    uas.endedOnLoop();
    SipResponse last = received.response(status);
    last.toTag(uas.localTag());
    transaction.respond(last);
    transaction.user(new AnsweredInvite(uas.localTag()));
  }

  /** The application has forgotten an INVITE. */
  @Override
  public void onUnanswered() {
    end(408);
    lanes.execute(received.callId(), () -> inLane(this::tellUnanswered));
  }

  private void tellUnanswered() {
    uas.reportUnanswered("it has got 408");
    if (uas.onEnded(408, "nobody has answered") && uas.session().isValid()) {
      uas.session().getApplicationSession().settle();
    }
  }

  /** A request whose session has not begun yet finds out by itself that it is cancelled. */
  private void inLane(Runnable task) {
    DialogSession session = uas.session();
    if (session != null && session.isValid()) {
      session.getApplicationSession().lane().execute(task);
    }
  }

  private void tellCancelled(SipRequest cancel, String why) {
    DialogSession session = uas.session();
    if (session.isValid() && uas.onEnded(487, why) && !uas.unheard) {
      tellServlet(session, cancel);
    }
  }

  /** A proxied INVITE: its branches' 487 answers it. */
  private void passCancel(SipRequest cancel) {
    uas.proxied().proxying().onCancel(cancel.header(HeaderName.REASON));
    if (uas.session() != null && uas.session().isValid()) {
      tellServlet(uas.session(), cancel);
    }
  }

  private void tellServlet(DialogSession session, SipRequest cancel) {
    Uas answered = new Uas(null, null, null, uas.flow(), uas.localTag());
    RequestFacade request =
        new RequestFacade(
            cancel.copy(), answered, MessageOrigin.of(uas.flow()), Routing.subsequent(null));
    request.commit();
    answered.request(request);
    answered.session(session);
    answered.admitted = true; // its INVITE was
    session.touch();
    ServletCall.handle(session, answered);
  }

  @Override
  public void onTimeout() {
    lanes.execute(received.callId(), () -> inLane(this::tellTimeout));
  }

  private void tellTimeout() {
    if (!uas.isAnswered()) {
      uas.reportUnanswered("its sender has given up");
    }
    uas.onTimeout();
    if (uas.session().getApplicationSession().isValid()) {
      uas.session().getApplicationSession().settle();
    }
  }
}
