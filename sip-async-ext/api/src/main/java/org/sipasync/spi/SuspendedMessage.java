package org.sipasync.spi;

import javax.servlet.sip.SipServletMessage;

/** A message that nobody may answer or change until it is released. */
public interface SuspendedMessage {

  /** The message itself; never null. */
  SipServletMessage message();

  /**
   * Ends the suspension: the message can be used as before. To be called in the session's turn,
   * right before the resume route.
   *
   * @return false if the container has ended it before (CANCEL, session end): the message is
   *     answered, and must not be resumed
   */
  boolean release();
}
