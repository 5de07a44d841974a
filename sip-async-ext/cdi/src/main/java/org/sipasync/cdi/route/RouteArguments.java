package org.sipasync.cdi.route;

import javax.servlet.sip.SipServletMessage;
import org.sipasync.Avps;
import org.sipasync.function.Result;

/**
 * Values available to a route.
 *
 * @param message the current message, not suspended; null without one (rules A10, L3)
 * @param result the operation's result; null without an operation
 * @param avps the AVPs of the message, including the operation's outputs
 * @param parameter the parameter of a launch, or null
 */
public record RouteArguments(
    SipServletMessage message, Result result, Avps avps, Object parameter) {

  /** Returns the arguments for a message resumed with a result. */
  public static RouteArguments resumed(SipServletMessage message, Result result, String route) {
    MessageAvps avps = new MessageAvps(message, route);
    avps.setAll(result.outputs());
    return new RouteArguments(message, result, avps, null);
  }

  /** Returns the arguments for a message without a result: new or abandoned. */
  public static RouteArguments message(SipServletMessage message, String route) {
    return new RouteArguments(message, null, new MessageAvps(message, route), null);
  }

  /** Returns the arguments for the end of a launch: its own outputs only (rule L3). */
  public static RouteArguments report(Result result, Object parameter, String route) {
    MessageAvps outputs = new MessageAvps(null, route);
    outputs.setAll(result.outputs());
    return new RouteArguments(null, result, outputs, parameter);
  }
}
