package org.sipasync.restcomm;

import javax.servlet.sip.SipServletMessage;
import org.sipasync.Problem;
import org.sipasync.spi.SuspendedMessage;

/**
 * Keeps a message from being answered or changed while it is suspended.
 *
 * <pre>
 *   SUSPENDED ──release()──▶ RELEASED
 *       └──────cancel()────▶ CANCELLED
 * </pre>
 *
 * <p>Guarded by the session's lock: all three callers run in the session's lane.
 */
final class Suspension implements SuspendedMessage {
  private enum State {
    SUSPENDED,
    RELEASED,
    CANCELLED
  }

  private final SipServletMessage message;
  private final String route;
  private final Runnable abandoned;
  private volatile State state = State.SUSPENDED;

  Suspension(SipServletMessage message, String route, Runnable abandoned) {
    this.message = message;
    this.route = route;
    this.abandoned = abandoned;
  }

  @Override
  public SipServletMessage message() {
    return message;
  }

  @Override
  public boolean release() {
    return end(State.RELEASED);
  }

  /**
   * The container answers the message itself; nobody will resume it.
   *
   * @return false if it had ended before
   */
  boolean cancel() {
    boolean ended = end(State.CANCELLED);
    if (ended) {
      abandoned.run();
    }
    return ended;
  }

  private synchronized boolean end(State next) {
    if (state != State.SUSPENDED) {
      return false;
    }
    state = next;
    return true;
  }

  boolean isSuspended() {
    return state == State.SUSPENDED;
  }

  String route() {
    return route;
  }

  /** Throws while the message is suspended. */
  static void check(Suspension suspension, SipServletMessage message, String attempt) {
    if (suspension != null && suspension.isSuspended()) {
      throw Problem.MESSAGE_SUSPENDED.exception(Names.of(message), suspension.route(), attempt);
    }
  }
}
