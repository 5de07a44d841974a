package org.sipasync.container.message;

import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipSession;
import org.sipasync.container.security.Nonces;
import org.sipasync.sip.message.SipResponse;

/**
 * Context of a message to be read only, without transaction: all that would send or answer it
 * throws IllegalStateException.
 */
public final class ReadOnlyContext implements MessageContext {
  private final SipApplicationSession applicationSession;
  private final String refusal;

  /**
   * Creates a context without SIP session.
   *
   * @param applicationSession null if there is none
   * @param refusal message of the exceptions
   */
  public ReadOnlyContext(SipApplicationSession applicationSession, String refusal) {
    this.applicationSession = applicationSession;
    this.refusal = refusal;
  }

  private IllegalStateException refused() {
    return new IllegalStateException(refusal);
  }

  @Override
  public SipSession session(boolean create) {
    return null;
  }

  @Override
  public SipApplicationSession applicationSession(boolean create) {
    return applicationSession;
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
