package org.sipasync.sample;

import jakarta.inject.Inject;
import javax.servlet.sip.FlowFailedEvent;
import javax.servlet.sip.FlowListener;
import javax.servlet.sip.annotation.SipListener;

/** Forgets phones whose connection has ended (RFC 5626): nobody can call them by it. */
@SipListener
public class LostFlows implements FlowListener {
  @Inject Registrar registrar;

  @Override
  public void flowFailed(FlowFailedEvent event) {
    registrar.forget(event.getFlow().getToken());
  }
}
