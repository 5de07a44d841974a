package org.sipasync.cdi.call;

import java.io.Serializable;
import java.time.Instant;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.cdi.route.MessageAvps;
import org.sipasync.function.AsyncFunction;

/**
 * What the SipApplicationSession keeps of a suspension: enough to take it up elsewhere (rule A14).
 * Routes are named; a function that is not serialisable is only named, too.
 *
 * @param message the message, with its headers, body and attributes
 * @param avps the AVPs by name
 * @param route the resume route's name
 * @param function the function, or its name
 * @param deadline when it ends at the latest
 */
record SuspendedState(
    SipServletMessage message,
    Serializable avps,
    String route,
    Serializable function,
    Instant deadline)
    implements Serializable {

  static SuspendedState of(
      SipServletMessage message, String route, AsyncFunction function, Instant deadline) {
    return new SuspendedState(
        message,
        MessageAvps.copy(message),
        route,
        function instanceof Serializable description ? description : function.name(),
        deadline);
  }
}
