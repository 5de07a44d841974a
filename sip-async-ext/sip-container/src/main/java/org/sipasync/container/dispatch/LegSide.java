package org.sipasync.container.dispatch;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import org.sipasync.container.b2bua.Leg;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.session.Dialog;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Sessions;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.NameAddr;

/** A session as one leg of a back-to-back user agent. For the session's lane. */
final class LegSide extends Leg {
  private final Services services;
  private final Wire wire;

  /** Received request that the session was made for; null if there is none to answer. */
  private OriginalRequest original;

  /** Accepted SUBSCRIBE of the session, as long as its forks may notify; null for others. */
  private OriginalRequest subscribed;

  /** For a derived session: the leg it is a fork of; null for others. */
  private LegSide forked;

  /** For a derived session: request of the other leg that its dialog is to answer; or null. */
  private OriginalRequest toAnswer;

  LegSide(DialogSession session, Services services, Wire wire) {
    super(session);
    this.services = services;
    this.wire = wire;
  }

  private SessionAgent agent() {
    return SessionAgent.of(session());
  }

  /** Keeps the request that the session was made for, to be answered more than once. */
  OriginalRequest original(Uas received) {
    original = new OriginalRequest(received, services, wire);
    return original;
  }

  void subscribed(OriginalRequest request) {
    subscribed = request;
  }

  void originalIs(OriginalRequest request) {
    original = request;
  }

  /** Kept by now, or still open: an application may have asked another request for its helper. */
  private OriginalRequest original() {
    if (original == null) {
      agent().unanswered().stream()
          .filter(RequestFacade::isInitial)
          .forEach(RequestFacade::getB2buaHelper);
    }
    return original;
  }

  /** Takes in that the session is a fork of another leg's. */
  void forkOf(LegSide leg) {
    forked = leg;
    forkOf((Leg) leg);
    if (leg.linked() instanceof LegSide other) {
      OriginalRequest open = other.original();
      toAnswer = open == null ? other.subscribed : open;
    }
  }

  @Override
  protected boolean isLateFork() {
    return toAnswer != null && !toAnswer.canFork();
  }

  @Override
  protected Leg forkOfOther() {
    boolean possible = toAnswer != null && toAnswer.canFork();
    return possible ? SessionAgent.of(toAnswer.forkOfOther()).leg() : null;
  }

  @Override
  protected void stopForking() {
    toAnswer = null;
  }

  @Override
  protected boolean isOver() {
    boolean cancelled = original != null && original.isCancelled();
    return cancelled || session().getState() == DialogSession.State.TERMINATED;
  }

  @Override
  protected RequestFacade create(String callId, NameAddr from, NameAddr to, Method method) {
    Sessions sessions = services.sessions();
    String id = callId == null ? sessions.newId() : callId;
    Wire ofLeg = wire.of(id);
    DialogSession made =
        sessions.create(
            session().getApplicationSession(),
            Dialog.asUac(id, from.with("tag", sessions.newId()), to),
            created -> new SessionAgent(created, services, ofLeg));
    try {
      made.setHandler(session().handler());
    } catch (ServletException e) {
      throw new IllegalStateException("The servlet of " + session() + " is gone", e);
    }
    return SessionAgent.of(made).uac().createRequest(method);
  }

  @Override
  protected List<RequestFacade> unanswered() {
    return agent().unanswered();
  }

  @Override
  protected List<ResponseFacade> unacknowledged() {
    return agent().uac().unacknowledged();
  }

  @Override
  protected ResponseFacade answer(int status, String reason) {
    if (original() == null) {
      throw new IllegalStateException(
          session() + " has no original request that could be answered: it has its final response");
    }
    return original.respond(session(), status, reason);
  }

  /** The INVITE of ours to be cancelled, which may be a re-INVITE; null if there is none. */
  private Uac open() {
    Uac initial = (forked == null ? this : forked).agent().uac().initial();
    return initial == null ? agent().uac().openInvite() : initial;
  }

  /** The 2xx of the first INVITE that awaits its ACK; null if there is none. */
  private ResponseFacade accepted() {
    for (ResponseFacade response : unacknowledged()) {
      if (response.getStatus() >= 200 && response.getRequest().isInitial()) {
        return response;
      }
    }
    return null;
  }

  @Override
  protected boolean isCalling() {
    return open() != null || accepted() != null;
  }

  /** The CANCEL; for an INVITE that has just been accepted, a way to hang up. */
  @Override
  protected RequestFacade cancel() {
    Uac invite = open();
    if (invite != null) {
      return invite.createCancel();
    }
    ResponseFacade ok = accepted();
    if (ok == null) {
      throw new IllegalStateException(
          session() + " has no INVITE of ours without final response to be cancelled");
    }
    return OutgoingCancel.of(ok.getRequest().message(), session(), cancel -> hangUp(ok));
  }

  /** Takes in that the handler of a response failed: nobody goes on with an abandoned leg. */
  void onFailedHandler(ResponseFacade response) {
    if (accepted() == response && isAbandoned()) {
      hangUp(response);
    }
  }

  /** Acknowledges a 2xx and ends its call, as after a CANCEL that it has crossed. */
  private void hangUp(ResponseFacade ok) {
    try {
      ok.createAck().send();
    } catch (IOException e) {
      throw new IllegalStateException(e); // the container queues: it never throws this
    }
    HangUp.bye(wire, session().dialog(), agent().uac().exit());
    session().endUsage(Usage.INVITE);
  }
}
