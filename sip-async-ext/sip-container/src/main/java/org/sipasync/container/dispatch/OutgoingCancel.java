package org.sipasync.container.dispatch;

import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.Routing;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.CSeq;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;

/** CANCEL of an INVITE of ours, as the application sees it. */
final class OutgoingCancel extends SessionContext {
  private final Uac invite;

  private OutgoingCancel(Uac invite, DialogSession session) {
    super(session);
    this.invite = invite;
  }

  static RequestFacade of(Uac invite, DialogSession session) {
    try {
      SipRequest sent = invite.message();
      SipRequest cancel = new SipRequest(Method.CANCEL, sent.uri());
      cancel.add(HeaderName.MAX_FORWARDS, "70");
      cancel.add(HeaderName.FROM, sent.header(HeaderName.FROM));
      cancel.add(HeaderName.TO, sent.header(HeaderName.TO));
      cancel.add(HeaderName.CALL_ID, sent.callId());
      cancel.add(HeaderName.CSEQ, new CSeq(sent.cseq().number(), Method.CANCEL));
      return new RequestFacade(
          cancel, new OutgoingCancel(invite, session), null, Routing.subsequent(null));
    } catch (ParseException e) {
      throw new IllegalStateException("INVITE cannot be cancelled: " + e.reason());
    }
  }

  @Override
  public void send(RequestFacade request) {
    request.commit();
    invite.cancel(request.message());
  }
}
