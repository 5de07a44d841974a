package org.sipasync.test.rules;

import jakarta.inject.Inject;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.annotation.SipListener;

/** Notes which sessions were destroyed. */
@SipListener
public class SessionNotes implements SipApplicationSessionListener {
  @Inject Notes notes;

  @Override
  public void sessionCreated(SipApplicationSessionEvent event) {}

  @Override
  public void sessionDestroyed(SipApplicationSessionEvent event) {
    notes.add("destroyed", event.getApplicationSession().getId());
  }

  @Override
  public void sessionExpired(SipApplicationSessionEvent event) {}

  @Override
  public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {}
}
