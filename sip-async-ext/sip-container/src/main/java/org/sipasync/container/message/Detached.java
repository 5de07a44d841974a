package org.sipasync.container.message;

import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipSession;
import org.sipasync.container.security.Nonces;
import org.sipasync.sip.message.SipResponse;

/** Context of deserialised messages, without session and transaction. */
final class Detached implements MessageContext {
  static final MessageContext INSTANCE = new Detached();

  private Detached() {}

  private static IllegalStateException refused() {
    return new IllegalStateException("A message that was stored has no transaction here");
  }

  @Override
  public SipSession session(boolean create) {
    return null;
  }

  @Override
  public SipApplicationSession applicationSession(boolean create) {
    return null;
  }

  @Override
  public void send(RequestFacade request) {
    throw refused();
  }

  @Override
  public void send(ResponseFacade response) {
    throw refused();
  }

  @Override
  public void sendReliably(ResponseFacade response) {
    throw refused();
  }

  @Override
  public void prepare(RequestFacade request, SipResponse response) {
    throw refused();
  }

  @Override
  public RequestFacade createCancel(RequestFacade request) {
    throw refused();
  }

  @Override
  public RequestFacade createAck(ResponseFacade response) {
    throw refused();
  }

  @Override
  public RequestFacade createPrack(ResponseFacade response) {
    throw refused();
  }

  @Override
  public Nonces nonces() {
    throw refused();
  }
}
