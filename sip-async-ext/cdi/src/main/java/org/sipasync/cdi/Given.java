package org.sipasync.cdi;

import javax.servlet.sip.SipServletMessage;
import org.sipasync.Avps;
import org.sipasync.function.Result;

/**
 * What a route is given.
 *
 * @param message the message at hand, not suspended; null where there is none (A10, L3)
 * @param result the operation's result; null where there was no operation
 * @param avps the AVPs of the message, the operation's outputs among them
 * @param parameter the parameter of a launch, or null
 */
record Given(SipServletMessage message, Result result, Avps avps, Object parameter) {

  /** A message that goes on with a result. */
  static Given resumed(SipServletMessage message, Result result, String route) {
    MessageAvps avps = new MessageAvps(message, route);
    avps.setAll(result.outputs());
    return new Given(message, result, avps, null);
  }

  /** A message without a result: it has just come, or was abandoned. */
  static Given message(SipServletMessage message, String route) {
    return new Given(message, null, new MessageAvps(message, route), null);
  }

  /** The end of a launch: its own outputs and nothing else (rule L3). */
  static Given report(Result result, Object parameter, String route) {
    MessageAvps outputs = new MessageAvps(null, route);
    outputs.setAll(result.outputs());
    return new Given(null, result, outputs, parameter);
  }
}
