package org.sipasync.container.dispatch;

import org.sipasync.container.message.MessageContext;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.security.Nonces;

/** Context of a received request: refuses what its sender does. */
abstract class ReceivedContext implements MessageContext {
  @Override
  public void send(RequestFacade sent) {
    throw new IllegalStateException(sent.name() + " was received");
  }

  @Override
  public RequestFacade createCancel(RequestFacade received) {
    throw new IllegalStateException(received.name() + " was received; its sender cancels it");
  }

  @Override
  public RequestFacade createAck(ResponseFacade response) {
    throw new IllegalStateException(response.name() + " was made here; its receiver makes the ACK");
  }

  @Override
  public RequestFacade createPrack(ResponseFacade response) {
    throw new IllegalStateException(
        response.name() + " was made here; its receiver makes the PRACK");
  }

  @Override
  public Nonces nonces() {
    throw new IllegalStateException("A received request is no challenge to a request of ours");
  }
}
