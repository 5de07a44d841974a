package org.sipasync.container.dispatch;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.support.LimitedLog;

/**
 * Sessions of the dialogs that one request of ours makes, by the peers' tags. The first dialog is
 * the request's session, the others are derived from it. For the lane of the session.
 */
final class Forks {
  /** Dialogs of one request at most: a peer makes one with each new tag. */
  static final int MAX_DIALOGS = 64;

  private static final LimitedLog LOG = new LimitedLog(System.getLogger(Forks.class.getName()));

  private final DialogSession original;
  private final Services services;
  private final Wire wire;
  private final Map<String, DialogSession> byTag = new LinkedHashMap<>(2);

  Forks(DialogSession original, Services services, Wire wire) {
    this.original = original;
    this.services = services;
    this.wire = wire;
  }

  /** Session of a tag; null if there is none. */
  DialogSession find(String tag) {
    return byTag.get(tag);
  }

  /** The request's session, and those of its further dialogs. */
  Set<DialogSession> all() {
    Set<DialogSession> all = new LinkedHashSet<>();
    all.add(original);
    all.addAll(byTag.values());
    return all;
  }

  /** Session that a response of no dialog goes to: the request's, or a fork that outlives it. */
  DialogSession receiver() {
    for (DialogSession each : all()) {
      if (each.isValid()) {
        return each;
      }
    }
    return original;
  }

  /**
   * Makes the session of a response with a new tag.
   *
   * @return null if the request has too many dialogs already
   * @throws ParseException if its Contact or Record-Route cannot be read
   */
  DialogSession make(SipRequest sent, SipResponse response) throws ParseException {
    if (isFull(sent)) {
      return null;
    }
    checkReadable(response);
    DialogSession session = next(sent.method() == Method.INVITE);
    session.dialog().establish(response);
    session.register();
    byTag.put(response.toTag(), session);
    return session;
  }

  /**
   * Session of a NOTIFY that has come before the 2xx, or from another fork (RFC 6665 4.4.1).
   *
   * @return null if the SUBSCRIBE has too many dialogs already
   * @throws ParseException if its Contact or Record-Route cannot be read
   */
  DialogSession onNotify(SipRequest notify) throws ParseException {
    DialogSession known = find(notify.fromTag());
    if (known != null) {
      return known;
    }
    if (isFull(notify)) {
      return null;
    }
    checkReadable(notify);
    DialogSession session = next(false);
    session.dialog().establish(notify);
    session.register();
    session.onNotify(Usage.notified(notify));
    byTag.put(notify.fromTag(), session);
    return session;
  }

  private boolean isFull(SipRequest request) {
    boolean full = byTag.size() >= MAX_DIALOGS;
    if (full) {
      String what = "Dialogs beyond " + MAX_DIALOGS + " of one request are refused: Call-ID ";
      LOG.log(Level.WARNING, "too many dialogs", what + request.callId());
    }
    return full;
  }

  /** Reads what a dialog is made of, before anything is changed for it. */
  static void checkReadable(SipMessage message) throws ParseException {
    message.get(Headers.CONTACT);
    message.list(Headers.RECORD_ROUTE);
  }

  private DialogSession next(boolean awaitsFinal) {
    return byTag.isEmpty() ? original : derive(awaitsFinal);
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
    LegSide leg = SessionAgent.of(original).knownLeg();
    if (leg != null) {
      SessionAgent.of(derived).leg().forkOf(leg);
    }
    if (awaitsFinal) {
      derived.onRequest();
    }
    return derived;
  }
}
