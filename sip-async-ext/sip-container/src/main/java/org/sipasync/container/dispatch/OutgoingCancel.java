package org.sipasync.container.dispatch;

import java.util.function.Consumer;
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
  private final Consumer<SipRequest> onSend;

  private OutgoingCancel(DialogSession session, Consumer<SipRequest> onSend) {
    super(session);
    this.onSend = onSend;
  }

  /**
   * Makes the CANCEL of an INVITE.
   *
   * @param onSend gets it when the application sends it
   */
  static RequestFacade of(SipRequest invite, DialogSession session, Consumer<SipRequest> onSend) {
    try {
      SipRequest cancel = new SipRequest(Method.CANCEL, invite.uri());
      cancel.add(HeaderName.MAX_FORWARDS, "70");
      cancel.add(HeaderName.FROM, invite.header(HeaderName.FROM));
      cancel.add(HeaderName.TO, invite.header(HeaderName.TO));
      cancel.add(HeaderName.CALL_ID, invite.callId());
      cancel.add(HeaderName.CSEQ, new CSeq(invite.cseq().number(), Method.CANCEL));
      OutgoingCancel context = new OutgoingCancel(session, onSend);
      return new RequestFacade(cancel, context, null, Routing.subsequent(null));
    } catch (ParseException e) {
      throw new IllegalStateException("INVITE cannot be cancelled: " + e.reason());
    }
  }

  @Override
  public void send(RequestFacade request) {
    request.commit();
    onSend.accept(request.message());
  }
}
