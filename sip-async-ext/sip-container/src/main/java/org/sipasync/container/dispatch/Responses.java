package org.sipasync.container.dispatch;

import javax.servlet.sip.SipSession.State;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.RefreshTerms;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.SessionState;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/**
 * Responses to one request of ours: each goes to the session of its dialog. The first dialog is the
 * request's session; each further To tag makes a derived session (RFC 3261 12.1.2, 13.2.2.4).
 */
final class Responses {
  private final DialogSession original;
  private final Wire wire;
  private final Forks forks;

  /** Origin of a response that is made here. */
  private final MessageOrigin own;

  /** The INVITE has a 2xx. */
  private boolean accepted;

  /** Null until a 2xx comes too late. */
  private HangUp late;

  /** Session timer that the request asks for; null if it asks for none. */
  private RefreshTerms asked;

  /** The application has been told that the final response cannot be used. */
  private boolean failed;

  Responses(DialogSession original, Services services, Wire wire) {
    this.original = original;
    this.wire = wire;
    this.own = services.contacts().origin();
    this.forks = new Forks(original, services, wire);
  }

  void asked(RefreshTerms terms) {
    asked = terms;
  }

  void onResponse(RequestFacade request, SipResponse response, MessageOrigin origin) {
    SipRequest sent = request.message();
    try {
      DialogSession session = session(sent, response);
      if (session == null) {
        return;
      }
      if (failed || !session.isValid()) {
        hangUp(session, sent, response);
        return;
      }
      if (isRepetition(session, sent, response)) {
        return;
      }
      takeOver(session, sent, response);
      deliver(session, request, response, origin);
    } catch (ParseException e) {
      if (response.status() >= 200 && !failed && !accepted) {
        fail(request);
      }
    }
  }

  /**
   * Fails a request whose final response has a Contact or Record-Route that cannot be used: 502,
   * once, as if the peer had refused.
   */
  private void fail(RequestFacade request) {
    failed = true;
    SipResponse response = request.message().response(502);
    DialogSession receiver = forks.receiver();
    if (receiver.isValid()) {
      refuse(request.message(), response);
      deliver(receiver, request, response, own);
    }
  }

  /** Session of a response's dialog, made if the dialog is new; null if it gets none. */
  private DialogSession session(SipRequest sent, SipResponse response) throws ParseException {
    String tag = response.toTag();
    boolean inDialog = sent.toTag() != null;
    boolean makes = SessionState.makesDialog(sent.method()) && response.status() < 300;
    if (inDialog || tag == null || !makes) {
      return forks.receiver();
    }
    DialogSession known = forks.find(tag);
    if (known != null) {
      return known;
    }
    if (failed || !original.isValid()) {
      return original;
    }
    return forks.make(sent, response);
  }

  /** Ends what a 2xx to an INVITE makes for a session that is over. */
  private void hangUp(DialogSession session, SipRequest sent, SipResponse response)
      throws ParseException {
    String tag = response.toTag();
    if (sent.method() != Method.INVITE || response.status() / 100 != 2 || tag == null) {
      return;
    }
    boolean known = Usage.hasToTag(sent) || forks.find(tag) == session;
    Acknowledgement first =
        SessionAgent.of(session).uac().acknowledgements().find(SessionAgent.cseq(sent));
    if (known && first != null && (session.isValid() || first.isCreated())) {
      first.sendAgain();
      return;
    }
    if (late == null) {
      late = new HangUp(wire);
    }
    late.onOk(session, sent, response);
  }

  /**
   * Session of a NOTIFY that has come before the 2xx, or from another fork (RFC 6665 4.4.1).
   *
   * @return null if the SUBSCRIBE has too many dialogs already
   * @throws ParseException if its Contact or Record-Route cannot be read
   */
  DialogSession onNotify(SipRequest notify) throws ParseException {
    return forks.onNotify(notify);
  }

  private static boolean isRepetition(DialogSession session, SipRequest sent, SipResponse response)
      throws ParseException {
    if (sent.method() != Method.INVITE) {
      return false;
    }
    UacSide side = SessionAgent.of(session).uac();
    if (response.status() / 100 == 2) {
      boolean repeated = !side.acknowledgements().onOk(SessionAgent.cseq(sent));
      Acknowledgement first = side.acknowledgements().find(SessionAgent.cseq(sent));
      if (repeated && first != null) {
        first.sendAgain();
      }
      return repeated;
    }
    Long rseq = response.status() < 200 ? response.get(Headers.RSEQ) : null;
    boolean reliable = rseq != null && response.list(Headers.REQUIRE).contains("100rel");
    return reliable && !side.acceptRSeq(rseq);
  }

  private void takeOver(DialogSession session, SipRequest sent, SipResponse response)
      throws ParseException {
    int status = response.status();
    boolean success = status / 100 == 2;
    if (success && sent.toTag() == null && SessionState.makesDialog(sent.method())) {
      Forks.checkReadable(response);
      session.dialog().establish(response);
      session.register();
      forgetForksLater(sent.method());
    } else if (success && Usage.hasContact(sent.method())) {
      session.dialog().refreshTarget(response);
    }
    if (success && session != original && sent.method() != Method.INVITE) {
      original.answeredElsewhere();
    }
    if (status >= 300) {
      refuse(sent, response);
    } else {
      boolean hasTag = response.toTag() != null;
      session.onResponse(sent.method(), status, hasTag, false, Usage.of(sent));
      Refreshing.onResponse(session, sent, response, asked);
    }
  }

  /** Takes a failure into all sessions of the request: it ends all its early dialogs. */
  private void refuse(SipRequest sent, SipResponse response) {
    int status = response.status();
    for (DialogSession each : forks.all()) {
      if (each.isValid()) {
        if (!Usage.hasToTag(sent)) {
          refused(each, sent);
        } else if (Usage.endedBy(sent) != null && (status == 401 || status == 407)) {
          each.reopen(Usage.endedBy(sent));
        }
        each.onResponse(sent.method(), status, true, false, Usage.of(sent));
        ended(each, status);
      }
    }
  }

  /** Early dialogs end 64 × T1 after the first 2xx (13.2.2.4). */
  private void forgetForksLater(Method method) {
    if (accepted || method != Method.INVITE) {
      return;
    }
    accepted = true;
    AppSession application = original.getApplicationSession();
    original
        .timers()
        .after(Retransmission.LIFE, () -> application.lane().execute(this::forgetForks));
  }

  private void forgetForks() {
    for (DialogSession each : forks.all()) {
      if (each.isValid() && each.getState() != State.CONFIRMED) {
        each.onResponse(Method.INVITE, 487, true, false, Usage.INVITE);
      }
    }
    if (original.getApplicationSession().isValid()) {
      original.getApplicationSession().settle();
    }
  }

  /** A failure that ends the dialog ends what is suspended in it (rule A15). */
  private static void ended(DialogSession session, int status) {
    if (session.getState() == State.TERMINATED) {
      SessionAgent.of(session).terminateOpen(null, 487, status + " within the dialog");
    }
  }

  private static void refused(DialogSession session, SipRequest sent) {
    State state = session.getState();
    if (state == State.INITIAL || state == State.EARLY) {
      session.dialog().reset(sent.uriText());
      session.register();
    }
  }

  private void deliver(
      DialogSession session, RequestFacade request, SipResponse response, MessageOrigin origin) {
    session.touch();
    SessionAgent.of(session).cameBy(origin);
    ResponseFacade facade =
        new ResponseFacade(response, request, new ReceivedResponse(session), origin);
    boolean invite = request.message().method() == Method.INVITE && origin != null;
    boolean reliable = response.status() < 200 && response.has(HeaderName.RSEQ);
    if (invite && (reliable || response.status() / 100 == 2)) {
      SessionAgent.of(session).uac().awaitAcknowledgement(facade);
    } else {
      facade.commit();
    }
    Refreshing refreshing = SessionAgent.of(session).knownRefreshing();
    if (refreshing != null && refreshing.own().is(request)) {
      refreshing.own().onResponse(facade);
      ServletCall.settle(session);
    } else {
      ServletCall.handle(session, facade);
    }
  }
}
