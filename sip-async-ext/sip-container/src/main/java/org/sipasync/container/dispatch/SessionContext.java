package org.sipasync.container.dispatch;

import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipSession;
import org.sipasync.container.b2bua.BackToBack;
import org.sipasync.container.message.MessageContext;
import org.sipasync.container.message.RefreshTerms;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.security.Nonces;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.SipResponse;

/** Context that only knows its session; subclasses allow what their messages can do. */
abstract class SessionContext implements MessageContext {
  private final DialogSession session;

  SessionContext(DialogSession session) {
    this.session = session;
  }

  final DialogSession session() {
    return session;
  }

  @Override
  public final SipSession session(boolean create) {
    return session;
  }

  @Override
  public final SipApplicationSession applicationSession(boolean create) {
    return session.getApplicationSession();
  }

  @Override
  public void send(RequestFacade request) {
    throw new IllegalStateException(request.name() + " cannot be sent");
  }

  @Override
  public void send(ResponseFacade response) {
    throw new IllegalStateException(response.name() + " was received");
  }

  @Override
  public void sendReliably(ResponseFacade response) {
    send(response);
  }

  @Override
  public void prepare(RequestFacade request, SipResponse response) {
    throw new IllegalStateException(request.name() + " is not answered here");
  }

  @Override
  public RequestFacade createCancel(RequestFacade request) {
    throw new IllegalStateException(request.name() + " cannot be cancelled");
  }

  @Override
  public RequestFacade createAck(ResponseFacade response) {
    throw new IllegalStateException(response.name() + " is not acknowledged");
  }

  @Override
  public RequestFacade createPrack(ResponseFacade response) throws Rel100Exception {
    throw new Rel100Exception(Rel100Exception.NOT_100rel);
  }

  @Override
  public final RefreshTerms refreshTerms() {
    return session.refreshTerms();
  }

  @Override
  public final B2buaHelper b2buaHelper() {
    return BackToBack.HELPER;
  }

  @Override
  public final String via() {
    return SessionAgent.of(session).uac().via();
  }

  @Override
  public final Nonces nonces() {
    return SessionAgent.of(session).uac().nonces();
  }
}
