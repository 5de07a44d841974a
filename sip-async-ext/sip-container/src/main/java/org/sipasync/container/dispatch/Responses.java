package org.sipasync.container.dispatch;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.servlet.sip.SipSession.State;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.SessionState;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.support.LimitedLog;

/**
 * Responses to one request of ours: each goes to the session of its dialog. The first dialog is the
 * request's session; each further To tag makes a derived session (RFC 3261 12.1.2, 13.2.2.4).
 */
final class Responses {
  private static final LimitedLog LOG = new LimitedLog(System.getLogger(Responses.class.getName()));

  /** Dialogs of one request at most: a peer makes one with each new tag. */
  private static final int MAX_DIALOGS = 64;

  private final DialogSession original;
  private final Services services;
  private final Wire wire;
  private final Map<String, DialogSession> forks = new LinkedHashMap<>(2);

  /** The INVITE has a 2xx. */
  private boolean accepted;

  /** Null until a 2xx comes too late. */
  private HangUp late;

  /** The application has been told that the final response cannot be used. */
  private boolean failed;

  Responses(DialogSession original, Services services, Wire wire) {
    this.original = original;
    this.services = services;
    this.wire = wire;
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
    DialogSession receiver = receiver();
    if (receiver.isValid()) {
      refuse(request.message(), response);
      deliver(receiver, request, response, null);
    }
  }

  /** Session that a response of no dialog goes to: the request's, or a fork that outlives it. */
  private DialogSession receiver() {
    for (DialogSession each : all()) {
      if (each.isValid()) {
        return each;
      }
    }
    return original;
  }

  /** Session of a response's dialog, made if the dialog is new; null if it gets none. */
  private DialogSession session(SipRequest sent, SipResponse response) throws ParseException {
    String tag = response.toTag();
    boolean inDialog = sent.toTag() != null;
    boolean makes = SessionState.makesDialog(sent.method()) && response.status() < 300;
    if (inDialog || tag == null || !makes) {
      return receiver();
    }
    DialogSession known = forks.get(tag);
    if (known != null) {
      return known;
    }
    if (failed || !original.isValid()) {
      return original;
    }
    checkReadable(response);
    if (isFull(sent)) {
      return null;
    }
    DialogSession session = forks.isEmpty() ? original : derive(sent.method() == Method.INVITE);
    session.dialog().establish(response);
    session.register();
    forks.put(tag, session);
    return session;
  }

  /** Ends what a 2xx to an INVITE makes for a session that is over. */
  private void hangUp(DialogSession session, SipRequest sent, SipResponse response)
      throws ParseException {
    String tag = response.toTag();
    if (sent.method() != Method.INVITE || response.status() / 100 != 2 || tag == null) {
      return;
    }
    boolean known = Usage.hasToTag(sent) || forks.get(tag) == session;
    Acknowledgement first =
        ((SessionAgent) session.user()).uac().acknowledgement(SessionAgent.cseq(sent));
    if (known && first != null) {
      first.sendAgain();
      return;
    }
    if (late == null) {
      late = new HangUp(wire);
    }
    if (late.size() < MAX_DIALOGS) {
      late.onOk(session, sent, response);
    }
  }

  private boolean isFull(SipRequest request) {
    boolean full = forks.size() >= MAX_DIALOGS;
    if (full) {
      String what = "Dialogs beyond " + MAX_DIALOGS + " of one request are refused: Call-ID ";
      LOG.log(Level.WARNING, "too many dialogs", what + request.callId());
    }
    return full;
  }

  /** Reads what a dialog is made of, before a session is made for it. */
  private static void checkReadable(SipMessage message) throws ParseException {
    message.get(Headers.CONTACT);
    message.list(Headers.RECORD_ROUTE);
  }

  /**
   * Session of a NOTIFY that has come before the 2xx, or from another fork (RFC 6665 4.4.1).
   *
   * @return null if the SUBSCRIBE has too many dialogs already
   * @throws ParseException if its Contact or Record-Route cannot be read
   */
  DialogSession onNotify(SipRequest notify) throws ParseException {
    DialogSession known = forks.get(notify.fromTag());
    if (known != null) {
      return known;
    }
    checkReadable(notify);
    if (isFull(notify)) {
      return null;
    }
    DialogSession session = forks.isEmpty() ? original : derive(false);
    session.dialog().establish(notify);
    session.register();
    session.onNotify(Usage.notified(notify));
    forks.put(notify.fromTag(), session);
    return session;
  }

  /**
   * Makes the session of a further dialog.
   *
   * @param awaitsFinal true if it gets a final response of its own: each 2xx to an INVITE
   */
  private DialogSession derive(boolean awaitsFinal) {
    DialogSession derived =
        services
            .sessions()
            .create(
                original.getApplicationSession(),
                original.dialog().fork(),
                made -> new SessionAgent(made, services, wire));
    derived.derivedFrom(original);
    if (awaitsFinal) {
      derived.onRequest();
    }
    return derived;
  }

  private static boolean isRepetition(DialogSession session, SipRequest sent, SipResponse response)
      throws ParseException {
    if (sent.method() != Method.INVITE) {
      return false;
    }
    UacSide side = ((SessionAgent) session.user()).uac();
    if (response.status() / 100 == 2) {
      Acknowledgement first = side.onOk(SessionAgent.cseq(sent));
      if (first != null) {
        first.sendAgain();
      }
      return first != null;
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
      checkReadable(response);
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
    }
  }

  /** Takes a failure into all sessions of the request: it ends all its early dialogs. */
  private void refuse(SipRequest sent, SipResponse response) {
    int status = response.status();
    for (DialogSession each : all()) {
      if (each.isValid()) {
        if (!Usage.hasToTag(sent)) {
          refused(each);
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
    application
        .timers()
        .after(Retransmission.LIFE, () -> application.lane().execute(this::forgetForks));
  }

  private void forgetForks() {
    for (DialogSession each : all()) {
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
      ((SessionAgent) session.user()).terminateOpen(null, 487, status + " within the dialog");
    }
  }

  private static void refused(DialogSession session) {
    State state = session.getState();
    if (state == State.INITIAL || state == State.EARLY) {
      session.dialog().reset();
      session.register();
    }
  }

  /** The request's session, and those of its further dialogs. */
  private Set<DialogSession> all() {
    Set<DialogSession> all = new LinkedHashSet<>();
    all.add(original);
    all.addAll(forks.values());
    return all;
  }

  private void deliver(
      DialogSession session, RequestFacade request, SipResponse response, MessageOrigin origin) {
    session.touch();
    ResponseFacade facade =
        new ResponseFacade(response, request, new ReceivedResponse(session), origin);
    boolean nothingToDo = request.message().method() != Method.INVITE || origin == null;
    if (nothingToDo || response.status() >= 300) {
      facade.commit();
    }
    ServletCall.handle(session, facade);
  }
}
