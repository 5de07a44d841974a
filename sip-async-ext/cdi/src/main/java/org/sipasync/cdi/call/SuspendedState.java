package org.sipasync.cdi.call;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.cdi.route.MessageAvps;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Idempotent;
import org.sipasync.spi.SuspendedWork;

/**
 * State of a suspension in the SipApplicationSession, enough to restore it elsewhere (rule A14).
 * Routes are stored by name, and so are functions that are not serialisable.
 *
 * @param message the message, with its headers, body and attributes
 * @param avps the AVPs by name
 * @param route name of the resume route
 * @param function the function, or its name
 * @param deadline latest end
 */
record SuspendedState(
    SipServletMessage message,
    Serializable avps,
    String route,
    Serializable function,
    Instant deadline)
    implements SuspendedWork {

  @Override
  public String functionName() {
    return function instanceof AsyncFunction description
        ? description.name()
        : String.valueOf(function);
  }

  @Override
  public Serializable repeatable() {
    return function instanceof AsyncFunction
            && function.getClass().isAnnotationPresent(Idempotent.class)
        ? function
        : null;
  }

  @Override
  public Duration remaining() {
    Duration left = Duration.between(Instant.now(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

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
