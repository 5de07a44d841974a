package org.sipasync.payara.own;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicLong;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.CancelRoute;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;
import org.sipasync.container.message.MessageFacade;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.SurvivableInvite;
import org.sipasync.container.session.AppSession;
import org.sipasync.payara.server.Names;
import org.sipasync.spi.Abandonment;
import org.sipasync.spi.SipApplicationContext.Handler;
import org.sipasync.spi.SurvivingCall;
import org.sipasync.spi.SuspendedMessage;
import org.sipasync.spi.SuspendedWork;

/**
 * A suspended message. Until it is resumed it can be neither answered nor changed.
 *
 * <pre>
 *                ┌── the route's turn has come ───────▶ RESUMED
 *   SUSPENDED ───┤
 *                └── CANCEL, BYE, session's end ──────▶ ABANDONED (the container answers)
 * </pre>
 *
 * <p>The transition is made in the session's lane, so that whoever comes second sees what the first
 * has done to the message.
 */
final class Suspension implements SuspendedMessage {
  /** The session's attributes that hold what is suspended begin with this (rule A14). */
  static final String ATTRIBUTE = "org.sipasync.suspended.";

  /** RFC 3261, 17.1.2.2: after 64 × T1 nobody waits for the answer to a non-INVITE. */
  private static final Duration LIFE = Duration.ofSeconds(32);

  private static final String SUSPENDING = "suspending";
  private static final AtomicLong NEXT = new AtomicLong();

  private enum State {
    SUSPENDED,
    RESUMED,
    ABANDONED
  }

  private final WarContext war;
  private final AppSession session;
  private final MessageFacade message;
  private final String route;
  private final Serializable kept;
  private final Abandonment abandonment;
  private final String attribute = ATTRIBUTE + NEXT.incrementAndGet();
  private final Runnable sessionEnd = this::sessionEnded;
  private volatile State state = State.SUSPENDED;
  private String reason;

  private Suspension(
      WarContext war,
      MessageFacade message,
      String route,
      Serializable kept,
      Abandonment abandonment) {
    this.war = war;
    this.session = (AppSession) message.getApplicationSession();
    this.message = message;
    this.route = route;
    this.kept = kept;
    this.abandonment = abandonment;
  }

  /**
   * Suspends a message, in its session's lane.
   *
   * @param kept what the session keeps of it
   * @throws SipAsyncException if it cannot be suspended; it is then unchanged
   */
  static Suspension of(
      WarContext war,
      SipServletMessage message,
      String route,
      Serializable kept,
      Abandonment abandonment) {
    Suspension suspension = new Suspension(war, suspendable(message), route, kept, abandonment);
    suspension.session.setAttribute(suspension.attribute, kept);
    suspension.session.hold(suspension.sessionEnd);
    suspension.message.suspend(suspension::refusal, suspension::abandoned);
    Survival survival = war.survival();
    if (survival != null) {
      survival.suspended(suspension);
    }
    return suspension;
  }

  /** Returns true until it is resumed or abandoned. Thread-safe. */
  boolean isSuspended() {
    return state == State.SUSPENDED;
  }

  /** Returns the suspended request; null if a response is suspended. Thread-safe. */
  RequestFacade request() {
    return message instanceof RequestFacade request && !request.isOutgoing() ? request : null;
  }

  /** Enqueues a task for the session's lane; it does not run if the session has ended by then. */
  void inLane(Runnable task) {
    session.execute(task);
  }

  /** Returns all that another server needs to go on with it; in the session's lane. */
  SurvivingCall surviving(SurvivableInvite invite, int takeovers) {
    RequestFacade request = request();
    SuspendedWork work = kept instanceof SuspendedWork known ? known : null;
    Serializable function = work == null ? null : work.repeatable();
    return new SurvivingCall(
        invite.transactionKey(),
        war.name(),
        war.deployment(),
        request.getTransport(),
        invite.peer().getAddress().getHostAddress() + ":" + invite.peer().getPort(),
        invite.localTag(),
        request.message().toBytes(),
        SurvivingAttributes.write(
            Collections.list(request.getAttributeNames()), request::getAttribute),
        SurvivingAttributes.write(session::getAttributeNames, session::getAttribute),
        route,
        work == null ? null : work.functionName(),
        function == null ? null : SurvivingAttributes.bytes(work.functionName(), function),
        work == null ? 0 : work.remaining().toMillis(),
        takeovers);
  }

  private static MessageFacade suspendable(SipServletMessage message) {
    if (!(message instanceof MessageFacade facade)) {
      throw Problem.NOT_SUSPENDABLE.exception(
          Names.of(message), "it does not come from this container");
    }
    if (message.getMethod().equals("ACK") || message.getMethod().equals("CANCEL")) {
      throw Problem.NOT_SUSPENDABLE.exception(Names.of(message), "nobody answers it");
    }
    facade.checkOpen(SUSPENDING);
    if (facade instanceof RequestFacade request) {
      check(request);
    }
    return facade;
  }

  private static void check(RequestFacade request) {
    if (request.remainingLife() != null && request.remainingLife().isZero()) {
      throw Problem.TRANSACTION_OVER.exception(Names.of(request), LIFE, SUSPENDING);
    }
    if (request.isCommitted() || request.isProxied()) {
      Problem problem = request.isOutgoing() ? Problem.ALREADY_SENT : Problem.ALREADY_COMMITTED;
      throw problem.exception(Names.of(request));
    }
  }

  /** The exception for what is tried while the message is suspended, or after it was abandoned. */
  private SipAsyncException refusal(String attempt) {
    String name = Names.of(message);
    if (state == State.SUSPENDED) {
      return attempt.equals(SUSPENDING)
          ? Problem.SUSPENDED_TWICE.exception(name, route)
          : Problem.MESSAGE_SUSPENDED.exception(name, route, attempt);
    }
    return switch (reason) {
      case "CANCEL" -> Problem.CANCELLED.exception(name, attempt);
      case "transaction timeout" -> Problem.TRANSACTION_OVER.exception(name, LIFE, attempt);
      case "session invalidated" -> Problem.SESSION_ENDED.exception(name, attempt);
      default -> Problem.DIALOG_ENDED.exception(name, reason, attempt);
    };
  }

  @Override
  public void resume(String name, Handler handler) {
    session.execute(
        war.paces().ofRoute(war.name(), name),
        () -> {
          if (state == State.SUSPENDED && !isEnded()) {
            undo();
            war.routes().run(message, name, handler, this::afterRoute);
          }
        });
  }

  /** A proxied message goes on now, unless its route has suspended it again. */
  private void afterRoute() {
    message.goOn();
    session.release(sessionEnd);
  }

  /** True if 487 has left and the lane will be told next: the route does not run any more (A8). */
  private boolean isEnded() {
    return message instanceof RequestFacade request && request.isEnded();
  }

  @Override
  public void undo() {
    state = State.RESUMED;
    message.resume();
    forget();
  }

  private void sessionEnded() {
    message.abandon("session invalidated");
  }

  /** The container has answered the message; nobody will resume it. */
  private void abandoned(String why) {
    state = State.ABANDONED;
    reason = why;
    message.setAttribute(CancelRoute.REASON, why);
    forget();
    abandonment.abandoned();
    String name = "cancel route of \"" + route + "\"";
    session
        .lane()
        .execute(() -> war.routes().run(message, name, abandonment::afterwards, this::released));
  }

  private void released() {
    session.release(sessionEnd);
    if (session.isValid()) {
      session.settle();
    }
  }

  private void forget() {
    if (war.survival() != null) {
      war.survival().over(this);
    }
    if (session.isValid()) {
      session.removeAttribute(attribute);
    }
  }
}
