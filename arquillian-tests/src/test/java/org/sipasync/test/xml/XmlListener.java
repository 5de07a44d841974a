package org.sipasync.test.xml;

import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;

/** Declared in WEB-INF/sip.xml only. */
public class XmlListener implements SipApplicationSessionListener {
  @Override
  public void sessionCreated(SipApplicationSessionEvent event) {
    event.getApplicationSession().setAttribute("l", "heard");
  }

  @Override
  public void sessionDestroyed(SipApplicationSessionEvent event) {}

  @Override
  public void sessionExpired(SipApplicationSessionEvent event) {}

  @Override
  public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {}
}
