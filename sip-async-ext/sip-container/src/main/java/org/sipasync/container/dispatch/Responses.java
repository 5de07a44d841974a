package org.sipasync.container.dispatch;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/**
 * Responses to one request of ours: each goes to the session of its dialog. The first dialog is the
 * request's session; each further To tag makes a derived session (RFC 3261 12.1.2, 13.2.2.4).
 */
final class Responses {
  private final DialogSession original;
  private final Services services;
  private final Wire wire;
  private final Map<String, DialogSession> forks = new LinkedHashMap<>(2);
  private boolean waiting;

  Responses(DialogSession original, Services services, Wire wire) {
    this.original = original;
    this.services = services;
    this.wire = wire;
  }

  void onResponse(RequestFacade request, SipResponse response, MessageOrigin origin) {
    SipRequest sent = request.message();
    try {
      DialogSession session = session(sent, response);
      if (!session.isValid() || isRepetition(session, sent, response)) {
        return;
      }
      takeOver(session, sent, response);
      deliver(session, request, response, origin);
    } catch (ParseException e) {
      // a Contact or Record-Route nobody can use: as if the peer had failed
      if (response.status() >= 200) {
        deliver(original, request, sent.response(502), null);
      }
    }
  }

  private DialogSession session(SipRequest sent, SipResponse response) throws ParseException {
    String tag = response.toTag();
    boolean inDialog = sent.toTag() != null;
    boolean makes = SessionState.makesDialog(sent.method()) && response.status() < 300;
    if (inDialog || tag == null || !makes) {
      return original;
    }
    DialogSession known = forks.get(tag);
    if (known != null) {
      return known;
    }
    DialogSession session = forks.isEmpty() ? original : derive(sent.method() == Method.INVITE);
    session.dialog().establish(response);
    session.register();
    forks.put(tag, session);
    return session;
  }

  /**
   * Session of a NOTIFY that has come before the 2xx, or from another fork (RFC 6665 4.4.1).
   *
   * @throws ParseException if its Contact or Record-Route cannot be read
   */
  DialogSession onNotify(SipRequest notify) throws ParseException {
    DialogSession known = forks.get(notify.fromTag());
    if (known != null) {
      return known;
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
      session.dialog().establish(response);
      session.register();
      forgetForksLater(sent.method());
    } else if (success && Usage.hasContact(sent.method())) {
      session.dialog().refreshTarget(response);
    }
    if (success && session != original && sent.method() != Method.INVITE) {
      original.answeredElsewhere();
    }
    boolean hasTag = response.toTag() != null;
    for (DialogSession each : status >= 300 ? all() : List.of(session)) {
      if (each.isValid()) {
        if (sent.toTag() == null) {
          refused(each, status);
        }
        each.onResponse(sent.method(), status, hasTag, false, Usage.of(sent));
        ended(each, status);
      }
    }
  }

  /** Early dialogs end 64 × T1 after the first 2xx (13.2.2.4). */
  private void forgetForksLater(Method method) {
    if (waiting || method != Method.INVITE) {
      return;
    }
    waiting = true;
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

  private static void refused(DialogSession session, int status) {
    State state = session.getState();
    if (status >= 300 && (state == State.INITIAL || state == State.EARLY)) {
      session.dialog().reset();
      session.register();
    }
  }

  /** A failure ends all early dialogs of its request. */
  private Set<DialogSession> all() {
    Set<DialogSession> all = new LinkedHashSet<>(forks.values());
    all.add(original);
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
