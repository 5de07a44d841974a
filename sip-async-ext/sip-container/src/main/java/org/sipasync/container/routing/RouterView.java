package org.sipasync.container.routing;

import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipSession;
import org.sipasync.container.message.MessageContext;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.security.Nonces;
import org.sipasync.sip.message.SipResponse;

/**
 * Context of a request as an application router sees it: to be read only.
 *
 * @param sender application session of who sends it; null if it comes from the network
 */
record RouterView(SipApplicationSession sender) implements MessageContext {
  private static IllegalStateException refused() {
    return new IllegalStateException("An application router must not change or answer a request");
  }

  @Override
  public SipSession session(boolean create) {
    return null;
  }

  @Override
  public SipApplicationSession applicationSession(boolean create) {
    return sender;
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
