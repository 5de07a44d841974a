package org.sipasync.cdi.route;

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
public record RouteArguments(
    SipServletMessage message, Result result, Avps avps, Object parameter) {

  /** A message that goes on with a result. */
  public static RouteArguments resumed(SipServletMessage message, Result result, String route) {
    MessageAvps avps = new MessageAvps(message, route);
    avps.setAll(result.outputs());
    return new RouteArguments(message, result, avps, null);
  }

  /** A message without a result: it has just come, or was abandoned. */
  public static RouteArguments message(SipServletMessage message, String route) {
    return new RouteArguments(message, null, new MessageAvps(message, route), null);
  }

  /** The end of a launch: its own outputs and nothing else (rule L3). */
  public static RouteArguments report(Result result, Object parameter, String route) {
    MessageAvps outputs = new MessageAvps(null, route);
    outputs.setAll(result.outputs());
    return new RouteArguments(null, result, outputs, parameter);
  }
}
