package org.sipasync.test.spec;

import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.SipErrorEvent;
import javax.servlet.sip.SipErrorListener;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.SipSessionListener;
import javax.servlet.sip.annotation.SipListener;

/** Notes what listeners are told. */
@SipListener
public class SessionNotes
    implements SipSessionListener, SipApplicationSessionListener, SipErrorListener {

  private static boolean keeps(SipApplicationSession session) {
    return "keepLate".equals(session.getAttribute("what"));
  }

  @Override
  public void sessionCreated(SipSessionEvent event) {}

  @Override
  public void sessionDestroyed(SipSessionEvent event) {}

  @Override
  public void sessionReadyToInvalidate(SipSessionEvent event) {
    Theme.note(event.getSession().getApplicationSession(), "session is ready");
    if (keeps(event.getSession().getApplicationSession())) {
      event.getSession().setInvalidateWhenReady(false);
    }
  }

  @Override
  public void sessionCreated(SipApplicationSessionEvent event) {}

  @Override
  public void sessionDestroyed(SipApplicationSessionEvent event) {
    Theme.note(event.getApplicationSession(), "application is destroyed");
  }

  @Override
  public void sessionExpired(SipApplicationSessionEvent event) {
    SipApplicationSession session = event.getApplicationSession();
    Theme.note(session, "expired, extended by " + session.setExpires(2));
  }

  @Override
  public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {
    Theme.note(event.getApplicationSession(), "application is ready");
    if (keeps(event.getApplicationSession())) {
      event.getApplicationSession().setInvalidateWhenReady(false);
    }
  }

  @Override
  public void noAckReceived(SipErrorEvent event) {
    error("no ACK", event);
  }

  @Override
  public void noPrackReceived(SipErrorEvent event) {
    error("no PRACK", event);
    // What RFC 3262 asks of the application
    Theme.outcome(() -> event.getRequest().createResponse(504).send());
  }

  private static void error(String what, SipErrorEvent event) {
    Theme.note(
        event.getRequest().getApplicationSession(),
        "%s: %s, %d"
            .formatted(what, event.getRequest().getMethod(), event.getResponse().getStatus()));
  }
}
