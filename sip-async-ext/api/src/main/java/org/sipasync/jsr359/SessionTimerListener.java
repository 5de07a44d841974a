package org.sipasync.jsr359;

import java.util.EventListener;
import javax.servlet.sip.SipSessionEvent;

/**
 * Listener for calls that die, to be declared with {@link javax.servlet.sip.annotation.SipListener
 * SipListener} or in sip.xml. Called in the session's turn.
 */
public interface SessionTimerListener extends EventListener {
  /**
   * Takes in that nobody has refreshed a dialog in time (RFC 4028 10), or that its refresh was
   * answered 408 or 481. Afterwards the container ends the dialog with a BYE, unless the listener
   * has.
   *
   * @param event holds the session; not null
   */
  void sessionTimerExpired(SipSessionEvent event);
}
