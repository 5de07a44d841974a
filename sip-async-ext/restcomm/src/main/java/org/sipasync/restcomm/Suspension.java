package org.sipasync.restcomm;

import java.io.Serializable;
import java.util.concurrent.atomic.AtomicLong;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.CancelRoute;
import org.sipasync.Problem;
import org.sipasync.spi.Abandonment;
import org.sipasync.spi.SipApplicationContext.Handler;
import org.sipasync.spi.SuspendedMessage;

/**
 * A suspended message. Until it is resumed it can be neither answered nor changed.
 *
 * <pre>
 *                ┌── the route's turn has come ──▶ RESUMED
 *   SUSPENDED ───┤
 *                └── CANCEL, session's end ──────▶ ABANDONED (the container answers)
 * </pre>
 *
 * <p>The transition is made under the session's lock, so that whoever comes second sees what the
 * first has done to the message.
 */
final class Suspension implements SuspendedMessage {
  /** The session's attributes that hold what is suspended begin with this (rule A14). */
  static final String ATTRIBUTE = "org.sipasync.suspended.";

  private static final AtomicLong NEXT = new AtomicLong();

  private enum State {
    SUSPENDED,
    RESUMED,
    ABANDONED
  }

  private final WarContext war;
  private final SerialSession session;
  private final SipServletMessage message;
  private final String route;
  private final Abandonment abandonment;
  private final String attribute = ATTRIBUTE + NEXT.incrementAndGet();
  private volatile State state = State.SUSPENDED;
  private volatile Problem why;

  /** Suspends a message; under its session's lock. */
  Suspension(
      WarContext war,
      SipServletMessage message,
      String route,
      Serializable kept,
      Abandonment abandonment) {
    this.war = war;
    this.session = SerialSession.of(message);
    this.message = message;
    this.route = route;
    this.abandonment = abandonment;
    session.suspended(this, attribute, kept);
  }

  @Override
  public void resume(String name, Handler handler) {
    war.inTurn(
        session,
        message,
        name,
        () -> {
          if (end(State.RESUMED)) {
            handler.handle();
          }
        });
  }

  @Override
  public void undo() {
    end(State.RESUMED);
  }

  /**
   * The container answers the message itself; nobody will resume it.
   *
   * @param problem what a later attempt to answer is told
   * @return false if it had ended before
   */
  boolean abandon(Problem problem) {
    if (!end(State.ABANDONED)) {
      return false;
    }
    why = problem;
    message.setAttribute(
        CancelRoute.REASON, problem == Problem.CANCELLED ? "CANCEL" : "session invalidated");
    abandonment.abandoned();
    war.inTurn(session, message, "cancel route of \"" + route + "\"", abandonment::afterwards);
    return true;
  }

  private boolean end(State next) {
    if (state != State.SUSPENDED) {
      return false;
    }
    state = next;
    session.ended(this, attribute);
    return true;
  }

  boolean isSuspended() {
    return state == State.SUSPENDED;
  }

  SipServletMessage message() {
    return message;
  }

  String route() {
    return route;
  }

  /** Why the container has answered the message, or null. */
  Problem why() {
    return why;
  }
}
