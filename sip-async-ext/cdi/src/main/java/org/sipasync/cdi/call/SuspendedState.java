package org.sipasync.cdi.call;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.cdi.route.MessageAvps;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Delay;
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
 * @param over end of a {@link Delay} that ends before the deadline; else null
 */
record SuspendedState(
    SipServletMessage message,
    Serializable avps,
    String route,
    Serializable function,
    Instant deadline,
    Instant over)
    implements SuspendedWork {

  @Override
  public String functionName() {
    return function instanceof AsyncFunction description
        ? description.name()
        : String.valueOf(function);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A delay that the deadline would end is none: elsewhere only one time is known, its end.
   */
  @Override
  public Serializable repeatable() {
    boolean isRepeatable =
        function instanceof AsyncFunction
            && function.getClass().isAnnotationPresent(Idempotent.class)
            && !(function instanceof Delay && over == null);
    return isRepeatable ? function : null;
  }

  @Override
  public Duration remaining() {
    Duration left = Duration.between(Instant.now(), over == null ? deadline : over);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Describes a call that begins now.
   *
   * @param time time until its deadline
   */
  static SuspendedState of(
      SipServletMessage message, String route, AsyncFunction function, Duration time) {
    Instant now = Instant.now();
    boolean isShort = function instanceof Delay delay && delay.duration().compareTo(time) < 0;
    return new SuspendedState(
        message,
        MessageAvps.copy(message),
        route,
        function instanceof Serializable description ? description : function.name(),
        now.plus(time),
        isShort ? now.plus(((Delay) function).duration()) : null);
  }
}
