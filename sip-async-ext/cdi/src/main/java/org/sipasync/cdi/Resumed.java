package org.sipasync.cdi;

import javax.servlet.sip.SipServletMessage;
import org.sipasync.Avps;
import org.sipasync.function.Result;

/**
 * What a route is given.
 *
 * @param message the message that goes on, no longer suspended; null where there was none (A10)
 * @param result the operation's result; null for a cancel route
 * @param avps the message's AVPs, the operation's outputs among them
 */
record Resumed(SipServletMessage message, Result result, Avps avps) {

  /** A message that goes on with a result. */
  static Resumed with(SipServletMessage message, Result result, String route) {
    MessageAvps avps = new MessageAvps(message, route);
    avps.setAll(result.outputs());
    return new Resumed(message, result, avps);
  }

  /** A message that was abandoned. */
  static Resumed abandoned(SipServletMessage message, String route) {
    return new Resumed(message, null, new MessageAvps(message, route));
  }
}
