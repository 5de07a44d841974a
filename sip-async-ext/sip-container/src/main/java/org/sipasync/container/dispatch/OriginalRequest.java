package org.sipasync.container.dispatch;

import java.util.ArrayList;
import java.util.List;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.Dialog;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/**
 * Request that a leg's session was made for, as long as it can be answered. An INVITE makes one
 * dialog with its own session, and one more for each fork of the other leg, with a To tag and a
 * derived session of its own: to the caller they look like forks of its INVITE (RFC 3261 13.2.2.4).
 *
 * <pre>
 *   OPEN --- 2xx of one dialog ---> ACCEPTED (2xx of the others) --- 64 × T1 ---> OVER
 *     |                                                                           ^
 *     +--- 300-699 of one dialog, CANCEL: all of them end -----------------------+
 * </pre>
 *
 * <p>A dialog that ends alone, as by its BYE, sends nothing while others go on. A SUBSCRIBE or
 * REFER has one response; the other leg's forks show by their NOTIFYs, until 64 × T1 after it, and
 * each of them makes a dialog towards the subscriber, too (RFC 6665 4.4.1). For the lane.
 */
final class OriginalRequest {
  private final Uas first;
  private final Services services;
  private final Wire wire;
  private final List<Uas> all = new ArrayList<>(1);
  private boolean accepted;
  private boolean over;

  /** Dialogs that NOTIFYs of the other leg's forks have made. */
  private int notifiers;

  /** A SUBSCRIBE is accepted, and further forks may notify. */
  private boolean notifying;

  OriginalRequest(Uas first, Services services, Wire wire) {
    this.first = first;
    this.services = services;
    this.wire = wire;
    all.add(first);
  }

  /** True if a CANCEL or the time has ended it, whether the lane has been told or not. */
  boolean isCancelled() {
    return first.isEnded();
  }

  /** True if a further dialog can be made. */
  boolean canFork() {
    boolean open = !over && !isCancelled();
    boolean possible = isInvite() ? open : isSubscribing() && (open || notifying);
    return possible && first.session().isValid() && all.size() + notifiers < Forks.MAX_DIALOGS;
  }

  private boolean isInvite() {
    return first.message().method() == Method.INVITE;
  }

  private boolean isSubscribing() {
    return Usage.isSubscribing(first.message());
  }

  /** Makes a further dialog for a fork of the other leg; its session. */
  DialogSession forkOfOther() {
    if (isInvite()) {
      return fork().session();
    }
    notifiers++;
    DialogSession derived = derive();
    derived.onNotify(Usage.of(first.message()));
    return derived;
  }

  /**
   * Makes a response in the dialog of a session; one more 2xx makes a dialog of its own.
   *
   * @param reason null for the default
   * @throws IllegalStateException if earlier responses or a CANCEL forbid it
   */
  ResponseFacade respond(DialogSession session, int status, String reason) {
    Uas uas = of(session);
    uas.request().checkOpen("answering");
    if (accepted && uas.isAnswered() && status / 100 == 2) {
      uas = fork();
    }
    SipRequest message = uas.message();
    SipResponse response =
        reason == null ? message.response(status) : message.response(status, reason);
    uas.prepare(uas.request(), response);
    return new ResponseFacade(response, uas.request(), uas, null);
  }

  private Uas of(DialogSession session) {
    for (Uas each : all) {
      if (each.session() == session) {
        return each;
      }
    }
    throw new IllegalStateException(session + " is no dialog of " + first.request().name());
  }

  /**
   * Makes a further dialog, with its session.
   *
   * @throws IllegalStateException if there are too many, or the request is over
   */
  Uas fork() {
    if (!canFork()) {
      throw new IllegalStateException(
          first.request().name() + " makes no further dialog: it is over, or has too many");
    }
    DialogSession derived = derive();
    derived.onRequest();
    Uas fork = first.fork(derived);
    SessionAgent agent = SessionAgent.of(derived);
    agent.onRequest(fork);
    agent.leg().originalIs(this);
    all.add(fork);
    return fork;
  }

  private DialogSession derive() {
    DialogSession session = first.session();
    DialogSession derived =
        services
            .sessions()
            .create(
                session.getApplicationSession(),
                dialog(),
                made -> new SessionAgent(made, services, wire));
    derived.derivedFrom(session);
    return derived;
  }

  private Dialog dialog() {
    try {
      return Dialog.asUas(first.message(), services.sessions().newId());
    } catch (ParseException e) {
      throw new IllegalStateException("The container has read this request", e);
    }
  }

  /**
   * Refuses a response that contradicts earlier ones.
   *
   * @throws IllegalStateException if it does
   */
  void check(int status) {
    if (over || accepted && status / 100 != 2) {
      String why = over ? " is over" : " is accepted";
      throw new IllegalStateException(first.request().name() + why + ": no " + status);
    }
  }

  /** True if a dialog that ends by itself leaves the request to others. */
  boolean hasOtherOpen(Uas ending) {
    return accepted || all.stream().anyMatch(each -> each != ending && !each.isAnswered());
  }

  /** Takes in that a final response has left. */
  void onFinal(Uas answered, int status) {
    if (status >= 300 || answered.message().method() != Method.INVITE) {
      endOpen(status);
      if (status < 300 && isSubscribing()) {
        notifying = true;
        leg().subscribed(this);
        later(this::forgetForks);
      }
    } else if (!accepted) {
      accepted = true;
      later(this::forget);
    }
  }

  private void later(Runnable task) {
    AppSession application = first.session().getApplicationSession();
    first.session().timers().after(Retransmission.LIFE, () -> application.lane().execute(task));
  }

  private LegSide leg() {
    return SessionAgent.of(first.session()).leg();
  }

  private void forgetForks() {
    notifying = false;
    leg().subscribed(null);
  }

  /** Stops waiting for the 2xx of the other dialogs (RFC 6026 8.7). */
  private void forget() {
    if (!over) {
      endOpen(487);
      ServletCall.settle(first.session());
    }
  }

  private void endOpen(int status) {
    over = true;
    for (Uas each : all) {
      if (!each.isAnswered()) {
        each.end(status);
      }
    }
    release();
  }

  /** Takes in that a CANCEL or the time has answered one of its dialogs: it has answered all. */
  void onEnded(int status, String why) {
    if (over) {
      return;
    }
    over = true;
    for (Uas each : all) {
      each.onEnded(status, why);
    }
    release();
  }

  private void release() {
    for (Uas each : all) {
      SessionAgent.of(each.session()).leg().originalIs(null);
    }
  }
}
