package org.sipasync.container.dispatch;

import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipSession;
import org.sipasync.container.message.MessageContext;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.security.Nonces;
import org.sipasync.container.session.DialogSession;

/** Context of a received request: refuses what only its sender may do. */
abstract class ReceivedContext implements MessageContext {
  private volatile DialogSession session;

  /** Session of the request; null until it has begun. */
  final DialogSession session() {
    return session;
  }

  final void session(DialogSession dialogSession) {
    session = dialogSession;
  }

  @Override
  public final SipSession session(boolean create) {
    return session;
  }

  @Override
  public final SipApplicationSession applicationSession(boolean create) {
    return session == null ? null : session.getApplicationSession();
  }

  @Override
  public final void send(RequestFacade sent) {
    throw new IllegalStateException(sent.name() + " was received");
  }

  @Override
  public final RequestFacade createCancel(RequestFacade received) {
    throw new IllegalStateException(received.name() + " was received; its sender cancels it");
  }

  @Override
  public final RequestFacade createAck(ResponseFacade response) {
    throw new IllegalStateException(response.name() + " was made here; its receiver makes the ACK");
  }

  @Override
  public final RequestFacade createPrack(ResponseFacade response) {
    throw new IllegalStateException(
        response.name() + " was made here; its receiver makes the PRACK");
  }

  @Override
  public final Nonces nonces() {
    throw new IllegalStateException("A request that was received is no challenge to one of ours");
  }
}
